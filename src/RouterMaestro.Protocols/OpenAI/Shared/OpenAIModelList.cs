using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.ModelLists;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>Reads and writes OpenAI's list of models. Callers get the token limits as additional members.</summary>
internal sealed class OpenAIModelList : IModelListCodec
{
    public EquatableArray<ModelCard> Read(string provider, ReadOnlyMemory<byte> body) => ModelListReader.Read(provider, body);

    public void Write(Utf8JsonWriter json, EquatableArray<NamedModel> models, Func<string, string?> query)
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var model in models)
        {
            WriteModel(json, model);
        }

        json.WriteEndArray();

        // Codex 0.169.0 asks with its version for a list of its own form where the key comes by command, and logs an error without that member
        if (query("client_version") is not null)
        {
            json.WriteStartArray("models");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public void WriteModel(Utf8JsonWriter json, NamedModel model)
    {
        var card = model.Card;
        json.WriteStartObject();
        json.WriteString("id", model.Name);
        json.WriteString("object", "model");
        json.WriteNumber("created", card.Created ?? 0);
        json.WriteString("owned_by", card.OwnedBy ?? card.Ref.Provider);
        WriteLimit(json, "max_prompt_tokens", card.Limits.MaxPromptTokens);
        WriteLimit(json, "max_output_tokens", card.Limits.MaxOutputTokens);
        WriteLimit(json, "max_context_window_tokens", card.Limits.ContextWindow);
        json.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter json, string name, int? tokens)
    {
        if (tokens is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
