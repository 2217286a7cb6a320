using System.Text.Json.Nodes;

namespace RouterMaestro.Protocols.Schemas;

/// <summary>References inside a schema.</summary>
internal static class SchemaReferences
{
    /// <summary>Finds what a reference points to.</summary>
    /// <param name="root">The whole schema.</param>
    /// <param name="reference">The reference, such as <c>#/$defs/Person</c>.</param>
    /// <returns>The schema; null if it is not in this document.</returns>
    public static JsonObject? Find(JsonObject root, string reference)
    {
        if (reference == "#")
        {
            return root;
        }

        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return null;
        }

        JsonNode? at = root;
        foreach (var part in reference[2..].Split('/'))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at switch
            {
                JsonObject parent => parent[name],
                JsonArray list when int.TryParse(name, out var index) && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
        }

        return at as JsonObject;
    }

    /// <summary>Returns true if every reference is found in the schema, and none leads back to itself.</summary>
    public static bool AreFinite(JsonObject root)
    {
        var states = new Dictionary<string, bool>(StringComparer.Ordinal);
        return References(root).All(reference => IsFinite(root, reference, states));
    }

    // a reference that is being followed has the state false, a finished one true
    private static bool IsFinite(JsonObject root, string reference, Dictionary<string, bool> states)
    {
        if (states.TryGetValue(reference, out var isDone))
        {
            return isDone;
        }

        states[reference] = false;
        if (Find(root, reference) is not { } target || !References(target).All(next => IsFinite(root, next, states)))
        {
            return false;
        }

        return states[reference] = true;
    }

    private static IEnumerable<string> References(JsonObject schema)
    {
        var own = SchemaDocument.TextOf(schema["$ref"]);
        var inner = SchemaDocument.ChildrenOf(schema).OfType<JsonObject>().SelectMany(References);
        return own is null ? inner : inner.Prepend(own);
    }
}
