using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Requests;

/// <summary>Walks over a JSON schema.</summary>
internal static class SchemaObjects
{
    private static readonly string[] _single =
        ["items", "additionalItems", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties"];

    private static readonly string[] _lists = ["anyOf", "oneOf", "allOf", "prefixItems", "items"];
    private static readonly string[] _maps = ["properties", "$defs", "definitions", "patternProperties", "dependentSchemas"];

    /// <summary>Gets a schema and all schemas inside it, with the path of each.</summary>
    /// <param name="schema">The schema.</param>
    public static IEnumerable<(string[] Path, JsonElement Schema)> Of(JsonElement schema) => Of([], schema);

    /// <summary>Gets the types that a schema names.</summary>
    public static IEnumerable<string?> TypesOf(JsonElement schema) => schema.Get("type") switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()),
        _ => [],
    };

    /// <summary>Returns true if a schema describes an object.</summary>
    public static bool IsObject(JsonElement schema) => TypesOf(schema).Contains("object") || schema.Get("properties") is not null;

    /// <summary>Returns true if a schema allows no members besides those that it names.</summary>
    public static bool IsClosed(JsonElement schema) => schema.Get("additionalProperties") is { ValueKind: JsonValueKind.False };

    /// <summary>Gets the names of the properties.</summary>
    public static IEnumerable<string> PropertiesOf(JsonElement schema) =>
        schema.Get("properties") is { ValueKind: JsonValueKind.Object } properties ? properties.EnumerateObject().Select(p => p.Name) : [];

    /// <summary>Gets the names of the properties that must be there.</summary>
    public static IEnumerable<string?> RequiredOf(JsonElement schema) => schema.GetItems("required").Select(r => r.GetString());

    private static IEnumerable<(string[] Path, JsonElement Schema)> Of(string[] path, JsonElement schema)
    {
        yield return (path, schema);
        foreach (var (more, child) in ChildrenOf(schema))
        {
            foreach (var inner in Of([.. path, .. more], child))
            {
                yield return inner;
            }
        }
    }

    private static IEnumerable<(string[] Path, JsonElement Schema)> ChildrenOf(JsonElement schema) =>
    [
        .. _single.Where(k => schema.Get(k) is { ValueKind: JsonValueKind.Object or JsonValueKind.True }).Select(k => (new[] { k }, schema.Get(k)!.Value)),
        .. _lists.SelectMany(k => schema.GetItems(k).Index().Select(i => (new[] { k, $"{i.Index}" }, i.Item))),
        .. _maps.Where(k => schema.Get(k) is { ValueKind: JsonValueKind.Object })
            .SelectMany(k => schema.Get(k)!.Value.EnumerateObject().Select(m => (new[] { k, m.Name }, m.Value))),
    ];
}
