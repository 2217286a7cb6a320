using System.Text.Json;
using System.Text.Json.Nodes;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Reads any JSON without the codecs.</summary>
internal static class PlainJson
{
    private static readonly JsonDocumentOptions _deep = new() { MaxDepth = 512 };

    public static JsonObject Object(ReadOnlySpan<byte> utf8) => JsonNode.Parse(utf8, null, _deep)!.AsObject();

    public static string? Word(this JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? word) ? word : null;

    public static string Text(this JsonNode? node, string name) => node.Word(name) ?? "";

    public static double? Number(this JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue(out double number) ? number : null;

    public static bool? Flag(this JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    public static IEnumerable<JsonNode> Items(this JsonNode? node, string name) => ((node as JsonObject)?[name] as JsonArray)?.OfType<JsonNode>() ?? [];

    /// <summary>Normalizes a value, so that equal values have equal text.</summary>
    public static string Canonical(JsonNode? node) => node switch
    {
        JsonObject members => $"{{{string.Join(',', members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{JsonSerializer.Serialize(m.Key)}:{Canonical(m.Value)}"))}}}",
        JsonArray elements => $"[{string.Join(',', elements.Select(Canonical))}]",
        JsonValue value when value.TryGetValue(out double number) => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        null => "null",
        _ => node.ToJsonString(),
    };

    /// <summary>Normalizes the arguments of a call, which need not be valid JSON.</summary>
    public static string Arguments(string text)
    {
        try
        {
            return Canonical(JsonNode.Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text, null, _deep));
        }
        catch (JsonException)
        {
            return text;
        }
    }

    /// <summary>Returns the free text in the arguments of a function.</summary>
    public static string Arguments(JsonNode? freeText) => Canonical(new JsonObject { ["input"] = freeText?.DeepClone() });

    public static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
