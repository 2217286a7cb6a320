using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using static RouterMaestro.Protocols.Schemas.SchemaDocument;

namespace RouterMaestro.Protocols.Schemas;

/// <summary>
/// Closes schemas for providers that hold their model to one: every object gets <c>additionalProperties: false</c>, and what the provider
/// refuses becomes words. A schema that is open by intent, such as a map, cannot be closed without losing its content.
/// </summary>
internal sealed class SchemaClosing
{
    private const SchemaKeyword Forms =
        SchemaKeyword.Type | SchemaKeyword.Ref | SchemaKeyword.Enum | SchemaKeyword.Const | SchemaKeyword.AnyOf | SchemaKeyword.AllOf;

    private readonly ClosedSchemaRules _rules;
    private readonly JsonObject _root;
    private readonly List<string> _leftOut = [];
    private bool _isChanged;

    private SchemaClosing(JsonObject root, ClosedSchemaRules rules) => (_root, _rules) = (root, rules);

    /// <summary>Closes a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="rules">What the provider takes.</param>
    /// <returns>The schema; null if it allows members that it does not name, refers to itself or to other documents, or allows any value.</returns>
    public static FittedSchema? Close(RawJson schema, ClosedSchemaRules rules)
    {
        if (Parse(schema) is not { } root)
        {
            return null;
        }

        var closing = new SchemaClosing(root, rules) { _isChanged = SchemaRepair.Repair(root) };
        if (!SchemaReferences.AreFinite(root))
        {
            return null;
        }

        return !closing.Close(root) ? null
            : closing._isChanged ? new(Write(root), closing._leftOut)
            : FittedSchema.Unchanged(schema);
    }

    private bool Close(JsonNode? node)
    {
        if (node is not JsonObject schema)
        {
            return false;
        }

        var words = new SchemaWords(_leftOut);
        Combine(schema, words);
        CompleteType(schema);
        if (!CloseMembers(schema))
        {
            return false;
        }

        RemoveRefused(schema, words);
        words.WriteTo(schema);
        return HasForm(schema) && ChildrenOf(schema).ToList().TrueForAll(Close);
    }

    /// <summary>Resolves the combinations whose branches would contradict each other or their parent, once they are closed.</summary>
    private void Combine(JsonObject schema, SchemaWords words)
    {
        if (schema.ContainsKey("oneOf") && !schema.ContainsKey("anyOf"))
        {
            _isChanged = true;
            schema.Remove("oneOf", out var variants);
            schema["anyOf"] = variants;
            Note("oneOf");
        }

        if (schema.ContainsKey("oneOf") || (schema["properties"] is JsonObject { Count: > 0 } && schema["anyOf"] is JsonArray any && (!IsFalse(schema["additionalProperties"]) || any.Any(IsOpen))))
        {
            _isChanged = true;
            new SchemaMerging(_root).Merge(schema, words);
        }
        else if (schema["allOf"] is JsonArray all && all.Any(NeedsMerging))
        {
            MergeAllOf(schema, all, words);
        }

        if (schema["anyOf"] is JsonArray branches && schema.ContainsKey("type"))
        {
            MoveType(schema, branches);
        }
    }

    private void MergeAllOf(JsonObject schema, JsonArray all, SchemaWords words)
    {
        _isChanged = true;
        if (all is [JsonObject only] && !only.Any(m => m.Key != "allOf" && schema.ContainsKey(m.Key)))
        {
            // such as Pydantic 1 writes a reference with a description beside it
            schema.Remove("allOf");
            foreach (var (name, value) in only)
            {
                schema[name] = value?.DeepClone();
            }

            Combine(schema, words);
            return;
        }

        new SchemaMerging(_root).MergeAllOf(schema, words);
    }

    /// <summary>Returns true if a branch of <c>allOf</c> is refused ("allOf with $ref not supported") or would forbid, once closed, the members of the others.</summary>
    private static bool NeedsMerging(JsonNode? branch) =>
        branch is not JsonObject schema
        || schema.ContainsKey("$ref")
        || IsOpen(schema)
        || (schema["allOf"] is JsonArray inner && inner.Any(NeedsMerging));

    /// <summary>Moves a type to the branches that have none. Beside an object's type the parent would have to be closed, against its branches.</summary>
    private void MoveType(JsonObject schema, JsonArray branches)
    {
        foreach (var branch in branches.OfType<JsonObject>().Where(b => !HasForm(b)))
        {
            _isChanged = true;
            Prepend(branch, "type", schema["type"]!.DeepClone());
        }

        if (TypesOf(schema).Contains("object") && !schema.ContainsKey("properties") && !IsFalse(schema["additionalProperties"]))
        {
            _isChanged = true;
            schema.Remove("type");
        }
    }

    private void CompleteType(JsonObject schema)
    {
        if (!HasForm(schema) && (schema.ContainsKey("properties") || schema.ContainsKey("items") || schema.ContainsKey("prefixItems")))
        {
            _isChanged = true;
            Prepend(schema, "type", schema.ContainsKey("properties") ? "object" : "array");
        }
    }

    private bool CloseMembers(JsonObject schema)
    {
        if (!IsObject(schema))
        {
            return true;
        }

        if (schema["patternProperties"] is JsonObject { Count: > 0 })
        {
            return false;
        }

        if (schema.TryGetPropertyValue("additionalProperties", out var additional))
        {
            return IsFalse(additional);
        }

        if (!schema.ContainsKey("properties") && !IsFalse(schema["unevaluatedProperties"]))
        {
            return false;
        }

        _isChanged = true;
        schema["additionalProperties"] = false;
        return true;
    }

    private void RemoveRefused(JsonObject schema, SchemaWords words)
    {
        foreach (var (name, value) in schema.ToList())
        {
            if (!Accepts(SchemaKeywords.Find(name), value))
            {
                _isChanged = true;
                schema.Remove(name);
                words.Add(name, value);
            }
        }
    }

    private bool Accepts(SchemaKeyword keyword, JsonNode? value) => keyword switch
    {
        SchemaKeyword.Enum => value is JsonArray list && list.All(v => v is JsonValue or null),
        SchemaKeyword.Const => value is JsonValue or null,
        SchemaKeyword.MinItems => value is JsonValue number && number.TryGetValue(out int count) && count is 0 or 1,
        SchemaKeyword.Format => TextOf(value) is { } format && _rules.Formats.Contains(format),
        SchemaKeyword.Pattern => TextOf(value) is { } pattern && _rules.TakesPattern(pattern),
        _ => (keyword & _rules.Refused) == 0,
    };

    private void Note(string keyword)
    {
        if (!_leftOut.Contains(keyword))
        {
            _leftOut.Add(keyword);
        }
    }

    private static bool IsOpen(JsonNode? node) => node is not JsonObject schema || !HasForm(schema) || (IsObject(schema) && !IsFalse(schema["additionalProperties"]));

    private static bool IsObject(JsonObject schema) => TypesOf(schema).Contains("object") || schema.ContainsKey("properties");

    /// <summary>Returns true if a schema says what its value is. Anthropic's SDKs refuse others before they send them.</summary>
    private static bool HasForm(JsonObject schema) =>
        schema.Any(m => (SchemaKeywords.Find(m.Key) & Forms) != 0 && (m.Value is not null || m.Key == "const"));
}
