using System.Text.Json;

namespace RouterMaestro.TestKit.Schemas;

/// <summary><c>const</c> and <c>enum</c>.</summary>
internal sealed class ValuesRule(IReadOnlyList<JsonElement> values) : ISchemaRule
{
    /// <summary>Gets the values; none unless all of them are strings.</summary>
    public IReadOnlyList<string> Words { get; } =
        values.All(v => v.ValueKind == JsonValueKind.String) ? [.. values.Select(v => v.GetString()!)] : [];

    public bool Check(JsonElement value, SchemaTrail? trail)
    {
        foreach (var allowed in values)
        {
            if (JsonElement.DeepEquals(allowed, value))
            {
                return true;
            }
        }

        trail?.Add($"{Short(value)} is not among the values");
        return false;
    }

    private static string Short(JsonElement value) => value.GetRawText() is { Length: <= 60 } text ? text : value.ValueKind.ToString();
}
