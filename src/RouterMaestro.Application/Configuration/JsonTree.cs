using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Configuration;

/// <summary>Makes trees of documents, to be changed. Of members of the same name the last one counts, as it does when a document is read.</summary>
internal static class JsonTree
{
    /// <summary>Returns the tree of an object; empty if the value is no object.</summary>
    public static JsonObject Of(RawJson content)
    {
        using var document = JsonDocument.Parse(content.Utf8);
        return Of(document.RootElement.Clone()) as JsonObject ?? [];
    }

    /// <summary>Returns the tree of a value.</summary>
    /// <param name="value">The value, whose document must not be disposed of.</param>
    public static JsonNode? Of(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                JsonObject members = [];
                foreach (var member in value.EnumerateObject())
                {
                    members[member.Name] = Of(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(Of)]);
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(value);
        }
    }
}
