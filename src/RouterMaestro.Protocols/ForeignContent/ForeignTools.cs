using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.ForeignContent;

/// <summary>
/// Reads functions in the form of another protocol than that of the request: flat as in Responses, with <c>input_schema</c> as in Messages, or inside
/// <c>function</c> as in Chat (BerriAI/litellm#34029).
/// </summary>
internal static class ForeignTools
{
    /// <summary>Returns true if a tool is a function: its schema stands in one of the three places, or its type says so.</summary>
    public static bool IsFunction(JsonElement tool) =>
        FunctionOf(tool).Find("name"u8).ValueKind == JsonValueKind.String
        && (IsNamed(tool, "function"u8) || tool.Find("type"u8).ValueKind == JsonValueKind.Undefined || SchemaIn(FunctionOf(tool)).ValueKind == JsonValueKind.Object);

    /// <summary>Reads a function.</summary>
    /// <param name="json">The request, at the tool.</param>
    /// <param name="tool">The tool.</param>
    public static Tool.Function Read(JsonRequest json, JsonElement tool)
    {
        var function = FunctionOf(tool);
        var schema = SchemaIn(function);
        return new(json.TakeString(function, "name"u8), json.FindText(function, "description"u8), schema.ValueKind == JsonValueKind.Object ? json.Document.RawOf(schema) : null)
        {
            Strict = json.FindBool(function, "strict"u8),
        };
    }

    /// <summary>Reads a choice of tools in the form of any protocol.</summary>
    /// <returns>The choice; null if no protocol has it.</returns>
    public static ToolChoice? ReadChoice(JsonRequest json, JsonElement choice)
    {
        var function = FunctionOf(choice);
        return json.FindString(choice, "type"u8) switch
        {
            null or "tool" or "function" or "custom" when function.Find("name"u8).ValueKind == JsonValueKind.String => new ToolChoice.Specific(json.TakeString(function, "name"u8)),
            "auto" => new ToolChoice.Auto(),
            "none" => new ToolChoice.None(),
            "any" or "required" => new ToolChoice.Required(),
            _ => null,
        };
    }

    private static JsonElement FunctionOf(JsonElement tool) => tool.Find("function"u8) is { ValueKind: JsonValueKind.Object } function ? function : tool;

    private static JsonElement SchemaIn(JsonElement function) =>
        function.Find("input_schema"u8) is { ValueKind: JsonValueKind.Object } schema ? schema : function.Find("parameters"u8);

    private static bool IsNamed(JsonElement tool, ReadOnlySpan<byte> type) => tool.Find("type"u8) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(type);
}
