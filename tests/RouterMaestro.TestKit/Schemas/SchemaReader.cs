using System.Text.Json;
using System.Text.RegularExpressions;

namespace RouterMaestro.TestKit.Schemas;

/// <summary>
/// Reads the schemas of an OpenAPI document. The keywords are those that the documents use, and one that is not known here is
/// an error: a rule may not be passed over in silence.
/// </summary>
internal sealed class SchemaReader(JsonElement components)
{
    private const string Prefix = "#/components/schemas/";

    // what is said to people and generators; readOnly and writeOnly members stand in schemas of one direction
    private static readonly HashSet<string> _notes =
    [
        "description", "title", "example", "examples", "default", "deprecated", "readOnly", "writeOnly", "$recursiveAnchor",
        "contentMediaType", "contentEncoding",
    ];

    private static readonly HashSet<string> _rules =
    [
        "type", "const", "enum", "nullable", "$ref", "$recursiveRef", "allOf", "anyOf", "oneOf", "discriminator", "properties", "required",
        "additionalProperties", "propertyNames", "maxProperties", "items", "minItems", "maxItems", "minLength", "maxLength", "pattern", "format",
        "minimum", "maximum", "exclusiveMinimum",
    ];

    private readonly Dictionary<string, SchemaNode> _named = [];

    /// <summary>Reads a named schema, once.</summary>
    public SchemaNode Named(string name)
    {
        if (!_named.TryGetValue(name, out var node))
        {
            node = _named[name] = new();
            Fill(node, components.GetProperty(name), name);
        }

        return node;
    }

    private SchemaNode Read(JsonElement schema, string within)
    {
        var node = new SchemaNode();
        Fill(node, schema, within);
        return node;
    }

    private void Fill(SchemaNode node, JsonElement schema, string within)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            node.Rules = schema.GetBoolean() ? [] : [new NeverRule()];
            return;
        }

        if (schema.EnumerateObject().FirstOrDefault(m => !IsKnown(m.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            throw new NotSupportedException($"the keyword {unknown.Name} in {within}");
        }

        node.IsNullable = schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean();
        node.Rules = [.. RulesOf(schema, within)];
    }

    private static bool IsKnown(string keyword) =>
        _rules.Contains(keyword) || _notes.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal);

    private IEnumerable<ISchemaRule> RulesOf(JsonElement schema, string within) =>
        [.. ScalarRules(schema), .. References(schema, within), .. Choices(schema, within), .. ObjectRules(schema, within), .. ArrayRules(schema, within)];

    private static IEnumerable<ISchemaRule> ScalarRules(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out var type))
        {
            yield return new TypeRule(type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : [type.GetString()!]);
        }

        if (schema.TryGetProperty("const", out var value))
        {
            yield return new ValuesRule([value]);
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            yield return new ValuesRule([.. values.EnumerateArray()]);
        }

        if (HasAny(schema, "minLength", "maxLength", "pattern", "format"))
        {
            var pattern = schema.TryGetProperty("pattern", out var regex) ? new Regex(regex.GetString()!, RegexOptions.ECMAScript) : null;
            yield return new TextRule(Count(schema, "minLength", 0), Count(schema, "maxLength", int.MaxValue), pattern, schema.TryGetProperty("format", out var format) ? format.GetString() : null);
        }

        if (HasAny(schema, "minimum", "maximum", "exclusiveMinimum"))
        {
            yield return new NumberRule(
                Number(schema, "minimum", double.NegativeInfinity), Number(schema, "maximum", double.PositiveInfinity), Number(schema, "exclusiveMinimum", double.NegativeInfinity));
        }
    }

    private IEnumerable<ISchemaRule> References(JsonElement schema, string within)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            yield return Named(NameIn(reference));
        }

        if (schema.TryGetProperty("$recursiveRef", out _))
        {
            yield return Named(within);
        }

        foreach (var part in schema.TryGetProperty("allOf", out var parts) ? parts.EnumerateArray() : default)
        {
            yield return Read(part, within);
        }
    }

    private IEnumerable<ISchemaRule> Choices(JsonElement schema, string within)
    {
        var discriminator = schema.TryGetProperty("discriminator", out var said) ? said : default;
        var mapping = discriminator.ValueKind == JsonValueKind.Object && discriminator.TryGetProperty("mapping", out var map)
            ? map.EnumerateObject().ToDictionary(m => m.Name, m => Named(NameIn(m.Value)))
            : [];
        foreach (var keyword in new[] { "anyOf", "oneOf" }.Where(k => schema.TryGetProperty(k, out _)))
        {
            yield return new ChoiceRule([.. schema.GetProperty(keyword).EnumerateArray().Select(b => Read(b, within))], keyword == "oneOf")
            {
                Discriminator = discriminator.ValueKind == JsonValueKind.Object ? discriminator.GetProperty("propertyName").GetString() : null,
                Mapping = mapping,
            };
        }
    }

    private IEnumerable<ISchemaRule> ObjectRules(JsonElement schema, string within)
    {
        if (HasAny(schema, "properties", "required", "additionalProperties", "propertyNames", "maxProperties"))
        {
            var members = schema.TryGetProperty("properties", out var properties)
                ? properties.EnumerateObject().ToDictionary(m => m.Name, m => Read(m.Value, within))
                : [];
            yield return new MembersRule(members, schema.TryGetProperty("required", out var required) ? [.. required.EnumerateArray().Select(r => r.GetString()!)] : [])
            {
                Others = schema.TryGetProperty("additionalProperties", out var others) ? Read(others, within) : null,
                Names = schema.TryGetProperty("propertyNames", out var names) ? Read(names, within) : null,
                Max = Count(schema, "maxProperties", int.MaxValue),
            };
        }
    }

    private IEnumerable<ISchemaRule> ArrayRules(JsonElement schema, string within)
    {
        if (HasAny(schema, "items", "minItems", "maxItems"))
        {
            yield return new ItemsRule(
                schema.TryGetProperty("items", out var items) ? Read(items, within) : null, Count(schema, "minItems", 0), Count(schema, "maxItems", int.MaxValue));
        }
    }

    private static string NameIn(JsonElement reference) => reference.GetString() is { } path && path.StartsWith(Prefix, StringComparison.Ordinal)
        ? path[Prefix.Length..]
        : throw new NotSupportedException($"the reference {reference}");

    private static bool HasAny(JsonElement schema, params string[] keywords) => keywords.Any(k => schema.TryGetProperty(k, out _));

    private static int Count(JsonElement schema, string keyword, int otherwise) => schema.TryGetProperty(keyword, out var value) ? value.GetInt32() : otherwise;

    private static double Number(JsonElement schema, string keyword, double otherwise) =>
        schema.TryGetProperty(keyword, out var value) ? value.GetDouble() : otherwise;
}
