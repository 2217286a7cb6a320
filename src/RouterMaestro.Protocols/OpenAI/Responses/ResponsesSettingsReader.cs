using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads what a request says about reasoning and about the form of the answer.</summary>
internal static class ResponsesSettingsReader
{
    public static ReasoningSettings ReadReasoning(JsonRequest json)
    {
        var reasoning = json.FindObject(json.Root, "reasoning"u8);
        using (json.At("reasoning"))
        {
            if (reasoning.ValueKind != JsonValueKind.Object || json.FindString(reasoning, "effort"u8) is not { } word)
            {
                return ReasoningSettings.Unspecified;
            }

            if (OpenAIEffort.Read(word) is { } effort)
            {
                return new(effort == Effort.None ? ReasoningMode.Disabled : ReasoningMode.Enabled, Effort: effort);
            }

            json.Losses.Add("reasoning.effort");
            return ReasoningSettings.Unspecified;
        }
    }

    public static OutputFormat? ReadFormat(JsonRequest json)
    {
        var text = json.FindObject(json.Root, "text"u8);
        using (json.At("text"))
        {
            var format = text.ValueKind == JsonValueKind.Object ? json.FindObject(text, "format"u8) : default;
            if (format.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            using (json.At("format"))
            {
                return ReadFormat(json, format);
            }
        }
    }

    private static OutputFormat? ReadFormat(JsonRequest json, JsonElement format)
    {
        switch (json.TakeString(format, "type"u8))
        {
            case "text":
                return null;
            case "json_object":
                return new OutputFormat.JsonObject();
            case "json_schema":
                var schema = json.FindObject(format, "schema"u8);
                return new OutputFormat.JsonSchema(
                    schema.ValueKind == JsonValueKind.Object ? json.Document.RawOf(schema) : RawJson.EmptyObject, json.FindString(format, "name"u8))
                {
                    Description = json.FindString(format, "description"u8),
                    Strict = json.FindBool(format, "strict"u8),
                };
            default:
                json.Losses.Add("text.format");
                return null;
        }
    }
}
