using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Schemas;

/// <summary>Schemas as trees, for the few that must be rewritten.</summary>
internal static class SchemaDocument
{
    /// <summary>Gets the schema of an object without members, which providers take for strict tools too.</summary>
    public static RawJson ClosedEmpty { get; } = RawJson.Parse("""{"type":"object","properties":{},"required":[],"additionalProperties":false}""");

    /// <summary>Parses a schema. Of members with one name the last counts, as in JsonDocument.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>The schema; null if it is not an object.</returns>
    public static JsonObject? Parse(RawJson schema)
    {
        using var document = JsonBody.Parse(schema.Utf8);
        return Copy(document.Root.Clone()) as JsonObject;
    }

    /// <summary>Writes a tree.</summary>
    public static RawJson Write(JsonNode node)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, JsonWriting.Options))
        {
            node.WriteTo(json);
        }

        return new RawJson(output.WrittenMemory);
    }

    /// <summary>Gets a string; null if the value is not one.</summary>
    public static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Gets the strings of a list.</summary>
    public static IEnumerable<string> TextsOf(JsonNode? node) => node is JsonArray list ? list.Select(TextOf).OfType<string>() : [];

    /// <summary>Returns true if a member is the literal false.</summary>
    public static bool IsFalse(JsonNode? node) => node?.GetValueKind() == JsonValueKind.False;

    /// <summary>Gets the types of a schema.</summary>
    public static IEnumerable<string> TypesOf(JsonObject schema) => TextOf(schema["type"]) is { } one ? [one] : TextsOf(schema["type"]);

    /// <summary>Gets the schemas directly inside a schema.</summary>
    public static IEnumerable<JsonNode?> ChildrenOf(JsonObject schema)
    {
        foreach (var (name, value) in schema)
        {
            IEnumerable<JsonNode?> children = (SchemaKeywords.PlaceOf(SchemaKeywords.Find(name)), value) switch
            {
                (SchemaPlace.Schema, JsonObject) => [value],
                (SchemaPlace.Schema, JsonValue) when !IsFalse(value) => [value],
                (SchemaPlace.Schema or SchemaPlace.List, JsonArray list) => list,
                (SchemaPlace.Map, JsonObject map) => map.Select(m => m.Value).Where(v => v is not JsonArray),
                _ => [],
            };
            foreach (var child in children)
            {
                yield return child;
            }
        }
    }

    /// <summary>Puts a member before all others.</summary>
    public static void Prepend(JsonObject schema, string name, JsonNode value)
    {
        schema.Remove(name);
        schema.Insert(0, name, value);
    }

    private static JsonNode? Copy(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var copy = new JsonObject();
                foreach (var member in element.EnumerateObject())
                {
                    copy[JsonBody.NameOf(member)] = Copy(member.Value);
                }

                return copy;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(Copy)]);
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element);
        }
    }
}
