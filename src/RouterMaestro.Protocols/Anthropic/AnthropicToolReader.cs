using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads the tools of a request and how they may be called.</summary>
internal static class AnthropicToolReader
{
    private static readonly byte[][] _function = AnthropicNames.Of("type", "name", "description", "input_schema", "strict", "cache_control");
    private static readonly byte[][] _builtIn = AnthropicNames.Of("type", "name", "cache_control");

    public static EquatableArray<Tool> Read(JsonRequest json)
    {
        List<Tool> tools = [];
        var elements = json.FindArray(json.Root, "tools"u8).Elements();
        using (json.At("tools"))
        {
            foreach (var tool in elements)
            {
                using (json.At(tools.Count))
                {
                    tools.Add(tool.ValueKind == JsonValueKind.Object ? ReadTool(json, tool) : throw json.Wrong("must be an object"));
                }
            }
        }

        return tools.ToEquatableArray();
    }

    public static ToolChoice? ReadChoice(JsonRequest json)
    {
        var choice = json.FindObject(json.Root, "tool_choice"u8);
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        using (json.At("tool_choice"))
        {
            switch (json.TakeString(choice, "type"u8))
            {
                case "auto":
                    return new ToolChoice.Auto();
                case "none":
                    return new ToolChoice.None();
                case "any":
                    return new ToolChoice.Required();
                case "tool":
                    return new ToolChoice.Specific(json.TakeString(choice, "name"u8));
                default:
                    json.Losses.Add("tool_choice.type");
                    return null;
            }
        }
    }

    public static bool? ReadParallel(JsonRequest json)
    {
        var choice = json.FindObject(json.Root, "tool_choice"u8);
        using (json.At("tool_choice"))
        {
            return choice.ValueKind == JsonValueKind.Object ? !json.FindBool(choice, "disable_parallel_tool_use"u8) : null;
        }
    }

    private static Tool ReadTool(JsonRequest json, JsonElement tool)
    {
        var schema = json.FindObject(tool, "input_schema"u8);
        var kind = json.FindString(tool, "type"u8) ?? "custom";
        return schema.ValueKind == JsonValueKind.Object || kind == "custom"
            ? new Tool.Function(json.TakeString(tool, "name"u8), json.FindText(tool, "description"u8), SchemaOf(json, schema))
            {
                Strict = json.FindBool(tool, "strict"u8),
                Cache = AnthropicCache.Read(json, tool),
                Extensions = json.Document.ReadExtensions(tool, WireProtocol.AnthropicMessages, _function),
            }
            : new Tool.BuiltIn(kind, json.FindString(tool, "name"u8))
            {
                Cache = AnthropicCache.Read(json, tool),
                Extensions = json.Document.ReadOwnExtensions(tool, WireProtocol.AnthropicMessages, _builtIn),
            };
    }

    private static RawJson? SchemaOf(JsonRequest json, JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object ? json.Document.RawOf(schema) : null;
}
