using System.Text.Json;

namespace RouterMaestro.Testing.Requests;

/// <summary>The forms that draft 2020-12 of JSON Schema knows for the values of its keywords.</summary>
internal static class SchemaDraft
{
    private static readonly (string[] Keywords, string Type, JsonValueKind[] Kinds)[] _forms =
    [
        (["properties", "$defs", "definitions", "patternProperties", "dependentSchemas", "dependencies"], "object", [JsonValueKind.Object]),
        (["items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties"], "object', 'boolean", [JsonValueKind.Object, JsonValueKind.True, JsonValueKind.False]),
        (["required", "enum", "anyOf", "oneOf", "allOf", "prefixItems"], "array", [JsonValueKind.Array]),
        (["type"], "string', 'array", [JsonValueKind.String, JsonValueKind.Array]),
        (["description", "pattern", "format", "$ref"], "string", [JsonValueKind.String]),
        (["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"], "number", [JsonValueKind.Number]),
        (["uniqueItems"], "boolean", [JsonValueKind.True, JsonValueKind.False]),
    ];

    /// <summary>Finds a value in none of the forms of its keyword.</summary>
    /// <param name="schema">One schema; those inside it are not looked at.</param>
    /// <returns>What is wrong with it, in the words of Python's jsonschema, which OpenAI returns; null if nothing is.</returns>
    public static string? Fault(JsonElement schema)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return null;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return $"{Text(schema)} is not of type 'object', 'boolean'.";
        }

        foreach (var (keywords, type, kinds) in _forms)
        {
            foreach (var keyword in keywords)
            {
                if (schema.TryGetProperty(keyword, out var value) && !kinds.Contains(value.ValueKind))
                {
                    return $"{Text(value)} is not of type '{type}'.";
                }
            }
        }

        return null;
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "None" : value.GetRawText();
}
