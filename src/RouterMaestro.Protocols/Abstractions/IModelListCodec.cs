using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>Reads and writes lists of models in the form of a protocol. All methods are pure.</summary>
public interface IModelListCodec
{
    /// <summary>Gets the beginning of model ids that are listed without their provider too; null if all ids are qualified.</summary>
    string? BareFamily => null;

    /// <summary>Reads a provider's list.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="body">The body of the response.</param>
    /// <returns>The models in the order of the response, each once.</returns>
    /// <exception cref="JsonException">The body is not a list of models.</exception>
    EquatableArray<ModelCard> Read(string provider, ReadOnlyMemory<byte> body);

    /// <summary>Writes a list for a caller.</summary>
    /// <param name="json">Receives the document.</param>
    /// <param name="models">The models.</param>
    /// <param name="query">Returns a parameter of the caller's query by its name; null if it is absent.</param>
    /// <exception cref="RouterException">The query is not valid.</exception>
    void Write(Utf8JsonWriter json, EquatableArray<NamedModel> models, Func<string, string?> query);

    /// <summary>Writes one model for a caller.</summary>
    /// <param name="json">Receives the document.</param>
    /// <param name="model">The model.</param>
    void WriteModel(Utf8JsonWriter json, NamedModel model);
}
