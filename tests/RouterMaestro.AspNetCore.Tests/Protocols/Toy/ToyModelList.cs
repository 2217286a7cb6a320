using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Tests.Protocols.Toy;

/// <summary>Reads and writes the toy protocol's list of models.</summary>
public sealed class ToyModelList : IModelListCodec
{
    public EquatableArray<ModelCard> Read(string provider, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("toys", out var toys) && toys.ValueKind == JsonValueKind.Array
            ? toys.EnumerateArray().Select(toy => CardOf(provider, toy)).ToEquatableArray()
            : throw new JsonException("There are no toys.");
    }

    public void Write(Utf8JsonWriter json, EquatableArray<NamedModel> models, Func<string, string?> query)
    {
        json.WriteStartObject();
        json.WriteStartArray("toys");
        foreach (var model in models)
        {
            WriteModel(json, model);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void WriteModel(Utf8JsonWriter json, NamedModel model)
    {
        json.WriteStartObject();
        json.WriteString("toy", model.Name);
        if (model.Card.Limits.MaxOutputTokens is { } max)
        {
            json.WriteNumber("max", max);
        }

        json.WriteEndObject();
    }

    private static ModelCard CardOf(string provider, JsonElement toy)
    {
        var id = toy.GetProperty("toy").GetString()!;
        return new(new ModelRef(provider, id), id)
        {
            Limits = new ModelLimits(MaxOutputTokens: toy.TryGetProperty("max", out var max) ? max.GetInt32() : null),
        };
    }
}
