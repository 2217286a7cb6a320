using System.Text.Json;
using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Json;

/// <summary>Takes members out of documents that need not be right: what is of another type counts as absent.</summary>
internal static class JsonMembers
{
    /// <summary>Finds a member; <see cref="JsonValueKind.Undefined"/> when it is absent, null, or the parent is no object.</summary>
    public static JsonElement Find(this JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : default;

    /// <summary>Enumerates an array; nothing when it is none.</summary>
    public static JsonElement.ArrayEnumerator Elements(this JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : default;

    public static JsonText? FindText(this JsonBody document, JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.Find(name) is { ValueKind: JsonValueKind.String } text ? document.TextOf(text) : default(JsonText?);

    public static string? FindString(this JsonBody document, JsonElement parent, ReadOnlySpan<byte> name) =>
        document.FindText(parent, name)?.ToString();
}
