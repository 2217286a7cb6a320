using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads what a request says about reasoning and about the form of the answer.</summary>
internal static class AnthropicSettingsReader
{
    private static readonly byte[][] _thinking = AnthropicNames.Of("type", "budget_tokens");
    private static readonly byte[][] _config = AnthropicNames.Of("effort", "format");

    public static ReasoningSettings ReadReasoning(JsonRequest json)
    {
        var thinking = json.FindObject(json.Root, "thinking"u8);
        var effort = ReadEffort(json);
        if (thinking.ValueKind != JsonValueKind.Object)
        {
            return effort is null ? ReasoningSettings.Unspecified : new(ReasoningMode.Unspecified, Effort: effort);
        }

        using (json.At("thinking"))
        {
            return new(ReadMode(json, thinking), json.FindInt(thinking, "budget_tokens"u8), effort);
        }
    }

    public static OutputFormat? ReadFormat(JsonRequest json)
    {
        var config = json.FindObject(json.Root, "output_config"u8);
        var format = config.ValueKind == JsonValueKind.Object ? config.Find("format"u8) : default;

        // the name that the field had before it moved
        var found = format.ValueKind == JsonValueKind.Undefined ? json.Root.Find("output_format"u8) : format;
        if (found.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (found.Find("schema"u8) is { ValueKind: JsonValueKind.Object } schema)
        {
            return new OutputFormat.JsonSchema(json.Document.RawOf(schema), json.FindString(found, "name"u8));
        }

        json.Losses.Add("output_config.format");
        return null;
    }

    public static void CollectExtensions(JsonRequest json, ref List<ExtensionField>? fields)
    {
        json.Document.Collect(json.Root.Find("thinking"u8), _thinking, AnthropicNames.Thinking, ref fields);
        json.Document.Collect(json.Root.Find("output_config"u8), _config, AnthropicNames.OutputConfig, ref fields);
    }

    private static ReasoningMode ReadMode(JsonRequest json, JsonElement thinking)
    {
        switch (json.TakeString(thinking, "type"u8))
        {
            case "enabled":
                return ReasoningMode.Enabled;
            case "adaptive":
                return ReasoningMode.Adaptive;
            case "disabled":
                return ReasoningMode.Disabled;
            default:
                json.Losses.Add("thinking.type");
                return ReasoningMode.Unspecified;
        }
    }

    private static Effort? ReadEffort(JsonRequest json)
    {
        var config = json.FindObject(json.Root, "output_config"u8);
        if (config.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        using (json.At("output_config"))
        {
            if (json.FindString(config, "effort"u8) is not { } name)
            {
                return null;
            }

            var effort = AnthropicEffort.Read(name);
            if (effort is null)
            {
                json.Losses.Add("output_config.effort");
            }

            return effort;
        }
    }
}
