using System.Text.Json.Nodes;
using static RouterMaestro.Protocols.Schemas.SchemaDocument;

namespace RouterMaestro.Protocols.Schemas;

/// <summary>
/// Merges combinations of schemas into the schema that has them, for providers that take none in this place. <c>allOf</c> keeps its
/// meaning where its branches agree; of <c>anyOf</c> and <c>oneOf</c> the properties of all branches stay, and what all branches require.
/// </summary>
/// <param name="root">The whole schema, in which references are found.</param>
internal sealed class SchemaMerging(JsonObject root)
{
    // references may lead in circles, two or more from one place
    private const int MaxReferences = 64;

    private static readonly string[] _combinations = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] _conditions = ["if", "then", "else"];

    private int _references;

    /// <summary>Merges the combinations of a schema, and its reference, into it.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="words">Receives those whose meaning was not wholly kept.</param>
    public void Merge(JsonObject schema, SchemaWords words)
    {
        if (schema.Remove("$ref", out var reference))
        {
            var isWhole = Find(reference) is { } target && Conjoin(schema, target);
            if (!isWhole)
            {
                words.Add("$ref", reference);
            }
        }

        foreach (var combination in _combinations)
        {
            Merge(schema, combination, words);
        }
    }

    /// <summary>Merges the references and branches of <c>allOf</c> into a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="words">Receives <c>allOf</c> if its meaning was not wholly kept.</param>
    public void MergeAllOf(JsonObject schema, SchemaWords words) => Merge(schema, "allOf", words);

    private void Merge(JsonObject schema, string combination, SchemaWords words)
    {
        if (!schema.TryGetPropertyValue(combination, out var value))
        {
            return;
        }

        schema.Remove(combination);
        var isWhole = value is JsonArray;
        var branches = new List<JsonObject>();
        foreach (var branch in value as JsonArray ?? [])
        {
            List<string> lost = [];
            if (Expand(branch, lost) is { } expanded)
            {
                branches.Add(expanded);
            }

            isWhole &= lost.Count == 0;
        }

        isWhole &= combination == "allOf" ? ConjoinAll(schema, branches) : Disjoin(schema, branches);
        if (!isWhole)
        {
            words.Add(combination, value);
        }
    }

    /// <summary>Copies a branch, and merges what it combines itself.</summary>
    /// <returns>The branch; null if nothing fits it.</returns>
    private JsonObject? Expand(JsonNode? branch, List<string> lost)
    {
        if (branch is not JsonObject given)
        {
            return IsFalse(branch) ? null : [];
        }

        var copy = (JsonObject)given.DeepClone();
        Merge(copy, new SchemaWords(lost));
        return copy;
    }

    private JsonObject? Find(JsonNode? reference)
    {
        if (TextOf(reference) is not { } name || _references++ >= MaxReferences || SchemaReferences.Find(root, name) is not { } target)
        {
            return null;
        }

        List<string> lost = [];
        var expanded = Expand(target, lost);
        return lost.Count == 0 ? expanded : null;
    }

    private static bool ConjoinAll(JsonObject schema, List<JsonObject> branches)
    {
        var isWhole = true;
        foreach (var branch in branches)
        {
            isWhole &= Conjoin(schema, branch);
        }

        return isWhole;
    }

    /// <summary>Adds to a schema what a branch demands besides.</summary>
    /// <returns>False if not all of it can be said in one schema.</returns>
    private static bool Conjoin(JsonObject schema, JsonObject branch)
    {
        var hadConditions = _conditions.Any(schema.ContainsKey);
        var isWhole = true;
        foreach (var (name, value) in branch)
        {
            isWhole &= SchemaKeywords.Find(name) switch
            {
                SchemaKeyword.Properties => AddProperties(schema, value as JsonObject),
                SchemaKeyword.Required => Require(schema, TextsOf(value)),
                SchemaKeyword.Definitions => Define(schema, name, value as JsonObject),
                SchemaKeyword.Type => Narrow(schema, value),
                SchemaKeyword.AdditionalProperties when IsFalse(value) => Set(schema, name, value),
                SchemaKeyword.Description or SchemaKeyword.Annotation => schema.ContainsKey(name) || Set(schema, name, value),
                SchemaKeyword.If or SchemaKeyword.Then or SchemaKeyword.Else when hadConditions => false,
                _ => schema.TryGetPropertyValue(name, out var own) ? JsonNode.DeepEquals(own, value) : Set(schema, name, value),
            };
        }

        return isWhole;
    }

    /// <summary>Adds to a schema what any of the branches may have, and what all of them demand.</summary>
    private static bool Disjoin(JsonObject schema, List<JsonObject> branches)
    {
        branches.RemoveAll(b => b.ContainsKey("type") && !TypesOf(b).Contains("object"));
        if (branches.Count < 2)
        {
            return branches.Count == 1 && Conjoin(schema, branches[0]);
        }

        var own = schema["properties"] as JsonObject;
        foreach (var (name, variants) in branches.SelectMany(b => b["properties"] as JsonObject ?? []).GroupBy(p => p.Key, p => p.Value).Select(g => (g.Key, Distinct(g))))
        {
            if (own?.ContainsKey(name) != true)
            {
                AddProperties(schema, new JsonObject { [name] = variants.Count == 1 ? variants[0]?.DeepClone() : Either(variants) });
            }
        }

        Require(schema, branches.Select(b => TextsOf(b["required"])).Aggregate((all, next) => all.Intersect(next)));
        foreach (var branch in branches)
        {
            Define(schema, "$defs", branch["$defs"] as JsonObject);
            Define(schema, "definitions", branch["definitions"] as JsonObject);
        }

        if (branches.TrueForAll(b => IsFalse(b["additionalProperties"])))
        {
            schema["additionalProperties"] = false;
        }

        return false;
    }

    private static JsonObject Either(List<JsonNode?> variants) => new() { ["anyOf"] = new JsonArray([.. variants.Select(v => v?.DeepClone())]) };

    private static List<JsonNode?> Distinct(IEnumerable<JsonNode?> schemas)
    {
        List<JsonNode?> distinct = [];
        foreach (var schema in schemas)
        {
            if (!distinct.Exists(d => JsonNode.DeepEquals(d, schema)))
            {
                distinct.Add(schema);
            }
        }

        return distinct;
    }

    private static bool AddProperties(JsonObject schema, JsonObject? more)
    {
        if (schema["properties"] is not JsonObject properties)
        {
            schema["properties"] = properties = [];
        }

        foreach (var (name, value) in more ?? [])
        {
            if (!properties.TryGetPropertyValue(name, out var own))
            {
                properties[name] = value?.DeepClone();
            }
            else if (!JsonNode.DeepEquals(own, value))
            {
                properties[name] = new JsonObject { ["allOf"] = new JsonArray(own?.DeepClone(), value?.DeepClone()) };
            }
        }

        return true;
    }

    private static bool Require(JsonObject schema, IEnumerable<string> names)
    {
        var missing = names.Except(TextsOf(schema["required"])).ToList();
        if (missing.Count > 0)
        {
            schema["required"] = new JsonArray([.. TextsOf(schema["required"]).Concat(missing).Select(n => JsonValue.Create(n))]);
        }

        return true;
    }

    private static bool Define(JsonObject schema, string keyword, JsonObject? definitions)
    {
        if (definitions is not { Count: > 0 })
        {
            return true;
        }

        if (schema[keyword] is not JsonObject own)
        {
            return Set(schema, keyword, definitions);
        }

        foreach (var (name, value) in definitions.Where(d => !own.ContainsKey(d.Key)))
        {
            own[name] = value?.DeepClone();
        }

        return true;
    }

    private static bool Narrow(JsonObject schema, JsonNode? type)
    {
        if (!schema.ContainsKey("type"))
        {
            return Set(schema, "type", type);
        }

        var given = TextOf(type) is { } one ? [one] : TextsOf(type);
        var common = TypesOf(schema).Intersect(given).ToList();
        if (common.Count == 0)
        {
            return false;
        }

        schema["type"] = common.Count == 1 ? common[0] : new JsonArray([.. common.Select(t => JsonValue.Create(t))]);
        return true;
    }

    private static bool Set(JsonObject schema, string name, JsonNode? value)
    {
        schema[name] = value?.DeepClone();
        return true;
    }
}
