using System.Collections.Frozen;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Schemas;

namespace RouterMaestro.Protocols.Anthropic.Requests;

/// <summary>
/// Fits schemas to what Anthropic takes. Sources: "JSON Schema limitations" in platform.claude.com/docs/en/build-with-claude/structured-outputs,
/// and <c>transform-json-schema.ts</c> of @anthropic-ai/sdk 1.14.0, which makes the same of the schemas of its callers.
/// </summary>
internal static class AnthropicSchemas
{
    // "For 'integer' type, properties maximum, minimum are not supported" (vercel/ai#17268); minItems has a rule of its own
    private const SchemaKeyword Refused = SchemaKeyword.Bounds | SchemaKeyword.Conditions | SchemaKeyword.Contents | SchemaKeyword.Dynamic
        | SchemaKeyword.PatternProperties | SchemaKeyword.AdditionalItems;

    private static readonly string[] _formats = ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"];

    private static readonly ClosedSchemaRules _closed = new(Refused, _formats.ToFrozenSet(StringComparer.Ordinal), TakesPattern);

    // "input_schema does not support oneOf, allOf, or anyOf at the top level" (anthropics/claude-code#5319)
    private static readonly RootSchemaRules _root = new(SchemaKeyword.Combinations, NeedsMembers: false);

    private static readonly RawJson _anyObject = RawJson.Parse("""{"type":"object"}""");

    /// <summary>Fits the schema of a tool.</summary>
    /// <param name="schema">The schema; null if the tool has none.</param>
    public static FittedSchema ForTool(RawJson? schema) =>
        schema is null ? FittedSchema.Unchanged(_anyObject)
        : AcceptedSchemas<ToolRule>.Holds(schema.Utf8.Span) ? FittedSchema.Unchanged(schema)
        : RootSchema.Fit(schema, _root);

    /// <summary>Fits a schema to which the model is held: that of the output, or of a strict tool.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>The schema; null if it cannot be closed.</returns>
    public static FittedSchema? Close(RawJson schema) =>
        AcceptedSchemas<ClosedRule>.Holds(schema.Utf8.Span) ? FittedSchema.Unchanged(schema) : SchemaClosing.Close(schema, _closed);

    /// <summary>Returns true if a regular expression has no backreferences, lookarounds and word boundaries, which Anthropic refuses.</summary>
    private static bool TakesPattern(string pattern)
    {
        const string refusedEscapes = "bBk123456789";
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\')
            {
                if (++at < pattern.Length && refusedEscapes.Contains(pattern[at], StringComparison.Ordinal))
                {
                    return false;
                }
            }
            else if (pattern.AsSpan(at).StartsWith("(?", StringComparison.Ordinal) && !pattern.AsSpan(at).StartsWith("(?:", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Recognises the schemas of tools that are taken.</summary>
    private readonly struct ToolRule : ISchemaRule
    {
        public static bool TakesBooleans => true;

        public static bool Accepts(in SchemaFacts facts) =>
            !facts.NeedsRepair && (!facts.IsRoot || (facts is { Types: SchemaTypes.Object, IsTypeList: false } && !facts.HasAny(SchemaKeyword.Combinations)));
    }

    /// <summary>Recognises closed schemas without parsing them.</summary>
    private readonly struct ClosedRule : ISchemaRule
    {
        private const SchemaKeyword NeedsCloserLook = Refused | SchemaKeyword.Ref | SchemaKeyword.OneOf | SchemaKeyword.AllOf;
        private const SchemaKeyword Forms = SchemaKeyword.Enum | SchemaKeyword.Const | SchemaKeyword.AnyOf;

        private static readonly byte[][] _knownFormats = JsonNames.Of(_formats);

        public static bool TakesBooleans => false;

        public static bool Accepts(in SchemaFacts facts) =>
            !facts.HasAny(NeedsCloserLook)
            && facts is { NeedsRepair: false, HasStructuredLiteral: false, HasManyItems: false }
            && (facts.Types != SchemaTypes.None ? !facts.HasAny(SchemaKeyword.AnyOf) : facts.HasAny(Forms))
            && (facts.IsClosed || !((facts.Types & SchemaTypes.Object) != 0 || facts.HasAny(SchemaKeyword.Properties | SchemaKeyword.AdditionalProperties)))
            && TakesText(in facts);

        private static bool TakesText(in SchemaFacts facts) =>
            (!facts.HasAny(SchemaKeyword.Format) || IsKnown(facts.Format))
            && (!facts.HasAny(SchemaKeyword.Pattern) || (!facts.Pattern.IsEmpty && !facts.Pattern.Contains((byte)'\\') && facts.Pattern.IndexOf("(?"u8) < 0));

        private static bool IsKnown(ReadOnlySpan<byte> format)
        {
            foreach (var known in _knownFormats)
            {
                if (format.SequenceEqual(known))
                {
                    return true;
                }
            }

            return false;
        }
    }
}

/// <summary>
/// Counts what Anthropic takes at most of strict tools and the output's schema together: 20 tools, 24 optional parameters ("Schemas
/// contains too many optional parameters (87) … (limit: 24)", elie222/inbox-zero#2323) and 16 union types (vercel/ai#17268). Models before
/// Sonnet 4.5 and Opus 4.1 take none.
/// </summary>
/// <param name="isTaken">Whether the model takes any.</param>
internal sealed class AnthropicStrictBudget(bool isTaken)
{
    private int _tools = 20;
    private int _optional = 24;
    private int _unions = 16;

    /// <summary>Takes a schema's share.</summary>
    /// <param name="schema">A closed schema.</param>
    /// <param name="isTool">Whether it is that of a tool.</param>
    /// <returns>False if too little is left, of which nothing is taken then.</returns>
    public bool TryTake(RawJson schema, bool isTool)
    {
        if (!isTaken)
        {
            return false;
        }

        var (optional, unions) = Count(SchemaDocument.Parse(schema)!);
        var tools = isTool ? 1 : 0;
        if (tools > _tools || optional > _optional || unions > _unions)
        {
            return false;
        }

        (_tools, _optional, _unions) = (_tools - tools, _optional - optional, _unions - unions);
        return true;
    }

    private static (int Optional, int Unions) Count(JsonObject schema)
    {
        var required = SchemaDocument.TextsOf(schema["required"]).ToHashSet(StringComparer.Ordinal);
        var optional = schema["properties"] is JsonObject properties ? properties.Count(p => !required.Contains(p.Key)) : 0;
        var unions = schema["anyOf"] is JsonArray || schema["type"] is JsonArray { Count: > 1 } ? 1 : 0;
        foreach (var child in SchemaDocument.ChildrenOf(schema).OfType<JsonObject>())
        {
            var (more, moreUnions) = Count(child);
            (optional, unions) = (optional + more, unions + moreUnions);
        }

        return (optional, unions);
    }
}
