using System.Collections.Frozen;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Schemas;
using static RouterMaestro.Protocols.Schemas.SchemaDocument;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>
/// Knows the schemas that OpenAI takes with <c>strict: true</c>. Sources: developers.openai.com/api/docs/guides/structured-outputs,
/// <c>lib/transform.ts</c> of the npm package openai 6.49.0, and the errors that callers report. A schema that it takes is not changed.
/// </summary>
internal static class OpenAIStrictSchemas
{
    // minLength and maxLength: refused in 2025 (jina-ai/node-DeepResearch#79: "maxLength is not permitted"), not named by the SDK of 2026,
    // which throws on all the others; the SDK wins
    private const SchemaKeyword Refused = SchemaKeyword.OneOf | SchemaKeyword.AllOf | SchemaKeyword.Conditions | SchemaKeyword.Contents
        | SchemaKeyword.Dynamic | SchemaKeyword.PatternProperties | SchemaKeyword.PropertyNames | SchemaKeyword.PrefixItems
        | SchemaKeyword.Contains | SchemaKeyword.MinContains | SchemaKeyword.MaxContains | SchemaKeyword.UniqueItems
        | SchemaKeyword.MinProperties | SchemaKeyword.MaxProperties;

    private const SchemaKeyword RefusedAtRoot = SchemaKeyword.AnyOf | SchemaKeyword.Enum | SchemaKeyword.Const;

    // "'uri' is not a valid format" (cyanheads/git-mcp-server#47, which lists the nine)
    private static readonly FrozenSet<string> _formats =
        FrozenSet.Create(StringComparer.Ordinal, "date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

    /// <summary>Returns true if OpenAI enforces a schema.</summary>
    /// <param name="schema">The schema.</param>
    public static bool Accepts(RawJson schema) =>
        Parse(schema) is { } root
        && !SchemaRepair.Repair(root)
        && TextOf(root["type"]) == "object"
        && root["properties"] is JsonObject
        && !root.Any(m => (SchemaKeywords.Find(m.Key) & RefusedAtRoot) != 0)
        && Accepts(root);

    private static bool Accepts(JsonNode? node) =>
        node is JsonObject schema
        && !schema.Any(m => (SchemaKeywords.Find(m.Key) & Refused) != 0)
        && TakesForm(schema)
        && (!schema.ContainsKey("format") || _formats.Contains(TextOf(schema["format"]) ?? ""))
        && ChildrenOf(schema).All(Accepts);

    private static bool TakesForm(JsonObject schema)
    {
        // "$ref cannot have keywords {'description'}": OpenAI's Python SDK inlines such references
        if (schema.ContainsKey("$ref"))
        {
            return schema.All(m => m.Key is "$ref" or "$defs" or "definitions");
        }

        // "schema must have a 'type' key" (apexive/odoo-llm#212)
        var types = TypesOf(schema).ToList();
        return (types.Count > 0 || schema["anyOf"] is JsonArray)
            && (!types.Contains("array") || schema["items"] is JsonObject)
            && (!(types.Contains("object") || schema.ContainsKey("properties")) || IsComplete(schema));
    }

    /// <summary>Returns true if an object is closed and requires all its properties, and no others.</summary>
    private static bool IsComplete(JsonObject schema) =>
        IsFalse(schema["additionalProperties"])
        && (schema["properties"] as JsonObject ?? []).Select(p => p.Key).ToHashSet(StringComparer.Ordinal).SetEquals(TextsOf(schema["required"]));
}
