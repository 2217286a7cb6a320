using System.Text.Json;

namespace RouterMaestro.TestKit.Schemas;

/// <summary><c>type</c>: one or several.</summary>
internal sealed class TypeRule(IReadOnlyList<string> types) : ISchemaRule
{
    public bool Check(JsonElement value, SchemaTrail? trail)
    {
        foreach (var type in types)
        {
            if (Is(value, type))
            {
                return true;
            }
        }

        trail?.Add($"{value.ValueKind} is no {string.Join(" or ", types)}");
        return false;
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && (value.TryGetInt64(out _) || double.IsInteger(value.GetDouble())),
        _ => throw new NotSupportedException($"the type {type}"),
    };
}
