using System.Text.Json;
using System.Text.Json.Nodes;
using static RouterMaestro.Protocols.Schemas.SchemaDocument;

namespace RouterMaestro.Protocols.Schemas;

/// <summary>
/// Writes what older drafts and careless generators say in the form of draft 2020-12, by which Anthropic ("JSON schema is invalid. It must
/// match JSON Schema draft 2020-12", anthropics/claude-code#7365) and OpenAI ("None is not of type 'array'", yomorun/yomo#860) check schemas.
/// The meaning stays.
/// </summary>
internal static class SchemaRepair
{
    private static readonly (string Flag, string Bound)[] _bounds = [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")];

    /// <summary>Returns true if a value has none of the forms that draft 2020-12 knows, and it is clear what is meant.</summary>
    /// <param name="keyword">The keyword.</param>
    /// <param name="value">The first token of its value.</param>
    public static bool Concerns(SchemaKeyword keyword, JsonTokenType value) => value switch
    {
        // such as Go writes of an empty list
        JsonTokenType.Null => IsNoNull(keyword),
        // a tuple of older drafts, or an empty map of PHP
        JsonTokenType.StartArray => keyword == SchemaKeyword.Items || SchemaKeywords.PlaceOf(keyword) == SchemaPlace.Map,
        // draft 4
        JsonTokenType.True or JsonTokenType.False => keyword is SchemaKeyword.ExclusiveMinimum or SchemaKeyword.ExclusiveMaximum,
        _ => false,
    };

    /// <summary>Repairs a schema and all schemas inside it.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>True if anything changed.</returns>
    public static bool Repair(JsonObject schema)
    {
        var isChanged = RepairMembers(schema);
        isChanged |= ReplaceItemList(schema);
        foreach (var (flag, bound) in _bounds)
        {
            isChanged |= ReplaceFlag(schema, flag, bound);
        }

        foreach (var child in ChildrenOf(schema).OfType<JsonObject>().ToList())
        {
            isChanged |= Repair(child);
        }

        return isChanged;
    }

    private static bool RepairMembers(JsonObject schema)
    {
        var isChanged = false;
        foreach (var (name, value) in schema.ToList())
        {
            var keyword = SchemaKeywords.Find(name);
            if (value is null && IsNoNull(keyword))
            {
                schema.Remove(name);
                isChanged = true;
            }
            else if (value is JsonArray { Count: 0 } && SchemaKeywords.PlaceOf(keyword) == SchemaPlace.Map)
            {
                schema[name] = new JsonObject();
                isChanged = true;
            }
        }

        return isChanged;
    }

    // a constant and a default may be null
    private static bool IsNoNull(SchemaKeyword keyword) => keyword is not (SchemaKeyword.None or SchemaKeyword.Const or SchemaKeyword.Annotation);

    /// <summary>Writes a list of <c>items</c>, the tuples of drafts before 2020-12, as <c>prefixItems</c>.</summary>
    private static bool ReplaceItemList(JsonObject schema)
    {
        if (schema["items"] is not JsonArray list)
        {
            return false;
        }

        schema.Remove("items");
        if (list.Count > 0)
        {
            schema["prefixItems"] ??= list;
        }

        if (schema.Remove("additionalItems", out var rest) && rest is JsonObject)
        {
            schema["items"] = rest;
        }

        return true;
    }

    /// <summary>Writes a flag beside a bound, as draft 4 has it, as the bound that it makes of it.</summary>
    private static bool ReplaceFlag(JsonObject schema, string flag, string bound)
    {
        if (schema[flag]?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False) || !schema.Remove(flag, out var value))
        {
            return false;
        }

        if (!IsFalse(value) && schema.Remove(bound, out var limit))
        {
            schema[flag] = limit;
        }

        return true;
    }
}
