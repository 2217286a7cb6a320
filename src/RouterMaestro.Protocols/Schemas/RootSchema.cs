using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using static RouterMaestro.Protocols.Schemas.SchemaDocument;

namespace RouterMaestro.Protocols.Schemas;

/// <summary>What a provider demands of the outermost object of a tool's schema.</summary>
/// <param name="Refused">The keywords that it refuses there.</param>
/// <param name="NeedsMembers">Whether it demands <c>properties</c> there, and <c>items</c> of every array.</param>
internal sealed record RootSchemaRules(SchemaKeyword Refused, bool NeedsMembers);

/// <summary>Makes the outermost object of a schema one that describes an object, as the input of every tool is.</summary>
internal static class RootSchema
{
    /// <summary>Fits a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="rules">What the provider demands.</param>
    public static FittedSchema Fit(RawJson schema, RootSchemaRules rules)
    {
        // true, and whatever else is no object, says nothing of the input
        var root = Parse(schema) ?? [];
        List<string> leftOut = [];
        var isChanged = SchemaRepair.Repair(root);
        isChanged |= FitType(root);
        isChanged |= FitCombinations(root, rules, leftOut);
        if (rules.NeedsMembers)
        {
            isChanged |= AddProperties(root);
            isChanged |= AddItems(root);
        }

        return isChanged ? new(Write(root), leftOut) : FittedSchema.Unchanged(schema);
    }

    /// <summary>Makes <c>object</c> the type. Another single type stays: no input fits it, and the provider says so.</summary>
    private static bool FitType(JsonObject root)
    {
        var types = TypesOf(root).ToList();
        if (TextOf(root["type"]) is not null || (types.Count > 0 && !types.Contains("object")))
        {
            return false;
        }

        Prepend(root, "type", "object");
        return true;
    }

    private static bool FitCombinations(JsonObject root, RootSchemaRules rules, List<string> leftOut)
    {
        var refused = root.Where(m => (SchemaKeywords.Find(m.Key) & rules.Refused) != 0).Select(m => m.Key).ToList();
        if (refused.Count == 0)
        {
            return false;
        }

        var words = new SchemaWords(leftOut);
        if (refused.Exists(n => SchemaKeywords.Find(n) is SchemaKeyword.AnyOf or SchemaKeyword.OneOf or SchemaKeyword.AllOf or SchemaKeyword.Ref))
        {
            new SchemaMerging((JsonObject)root.DeepClone()).Merge(root, words);
        }

        // a merged branch may bring one too
        foreach (var (name, value) in root.Where(m => (SchemaKeywords.Find(m.Key) & rules.Refused) != 0).ToList())
        {
            root.Remove(name);
            words.Add(name, value);
        }

        words.WriteTo(root);
        return true;
    }

    private static bool AddProperties(JsonObject root)
    {
        if (TextOf(root["type"]) != "object" || root["properties"] is JsonObject)
        {
            return false;
        }

        root["properties"] = new JsonObject();
        return true;
    }

    private static bool AddItems(JsonObject schema)
    {
        var isChanged = false;
        if (TypesOf(schema).Contains("array") && schema["items"] is null)
        {
            schema["items"] = new JsonObject();
            isChanged = true;
        }

        foreach (var child in ChildrenOf(schema).OfType<JsonObject>().ToList())
        {
            isChanged |= AddItems(child);
        }

        return isChanged;
    }
}
