using System.Text.Json;

namespace RouterMaestro.Testing.Json;

/// <summary>Reads JSON that may hold anything.</summary>
internal static class JsonReading
{
    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static string? GetText(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static IEnumerable<JsonElement> GetItems(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    /// <summary>Reads a content that is either a text or a list of parts, as parts.</summary>
    public static IEnumerable<JsonElement> GetParts(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.String } text ? [text] : element.GetItems(name);

    public static string TextOf(this IEnumerable<JsonElement> parts) => string.Join('\n', parts
        .Select(part => part.ValueKind == JsonValueKind.String ? part.GetString() : part.GetText("text"))
        .OfType<string>());
}
