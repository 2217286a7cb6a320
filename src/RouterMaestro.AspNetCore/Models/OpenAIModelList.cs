using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.AspNetCore.Models;

/// <summary>Writes models in the form of OpenAI's model list, with the token limits as additional members.</summary>
internal static class OpenAIModelList
{
    public static void Write(Utf8JsonWriter json, EquatableArray<ModelCard> models)
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var model in models)
        {
            WriteModel(json, model);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteModel(Utf8JsonWriter json, ModelCard model)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Ref.QualifiedId);
        json.WriteString("object", "model");
        json.WriteNumber("created", model.Created ?? 0);
        json.WriteString("owned_by", model.OwnedBy ?? model.Ref.Provider);
        WriteLimit(json, "max_prompt_tokens", model.Limits.MaxPromptTokens);
        WriteLimit(json, "max_output_tokens", model.Limits.MaxOutputTokens);
        WriteLimit(json, "max_context_window_tokens", model.Limits.ContextWindow);
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
