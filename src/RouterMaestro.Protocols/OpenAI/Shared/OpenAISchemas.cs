using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Schemas;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>Fits schemas to what OpenAI takes. Other servers get only what changes no meaning.</summary>
internal static class OpenAISchemas
{
    private const string ToolPlace = "tools.schema.";
    private const string FormatPlace = "response_format.schema.";

    // "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'const'/'not' at the top level" (langchain-ai/langchainjs#9804,
    // goruck/home-generative-agent#545); a reference there hides the properties, which must be said
    private const SchemaKeyword RefusedAtRoot = SchemaKeyword.Combinations | SchemaKeyword.Not | SchemaKeyword.Enum | SchemaKeyword.Const | SchemaKeyword.Ref;

    private static readonly RootSchemaRules _own = new(RefusedAtRoot, NeedsMembers: true);
    private static readonly RootSchemaRules _compatible = new(SchemaKeyword.None, NeedsMembers: true);
    private static readonly RawJson _noParameters = RawJson.Parse("""{"type":"object","properties":{}}""");

    /// <summary>Fits the schema of a tool: "object schema missing properties" (tailcallhq/forgecode#1359), "array schema missing items" (streamnative/streamnative-mcp-server#26).</summary>
    /// <param name="function">The tool.</param>
    /// <param name="target">The target.</param>
    /// <param name="losses">Receives what the schema loses.</param>
    public static RawJson ForTool(Tool.Function function, RequestTarget target, LossSink losses) =>
        function.Parameters is { } schema ? Fit(schema, target, losses, ToolPlace)
        : function.Strict == true ? SchemaDocument.ClosedEmpty
        : _noParameters;

    /// <summary>Fits the schema of the output. For OpenAI it must describe an object; other servers take lists and texts too.</summary>
    /// <param name="schema">The schema; empty if the caller gave none.</param>
    /// <param name="target">The target.</param>
    /// <param name="losses">Receives what the schema loses.</param>
    public static RawJson ForOutput(RawJson schema, RequestTarget target, LossSink losses) =>
        IsOpenAI(target) ? Fit(schema, target, losses, FormatPlace) : schema;

    /// <summary>Returns the strictness of a tool: what its caller said, unless the schema is none that OpenAI can enforce.</summary>
    /// <param name="function">The tool.</param>
    /// <param name="schema">The schema as it is sent.</param>
    /// <param name="losses">Receives <c>tools.strict</c> if it is left out.</param>
    public static bool? StrictnessOf(Tool.Function function, RawJson schema, LossSink losses) =>
        Strictness(function.Strict, schema, "tools.strict", losses);

    /// <summary>Returns the strictness of the output. Other servers than OpenAI hold their models to more schemas.</summary>
    public static bool? StrictnessOf(OutputFormat.JsonSchema format, RawJson schema, RequestTarget target, LossSink losses) =>
        IsOpenAI(target) ? Strictness(format.Strict, schema, "response_format.strict", losses) : format.Strict;

    private static bool? Strictness(bool? asked, RawJson schema, string name, LossSink losses)
    {
        if (asked != true || OpenAIStrictSchemas.Accepts(schema))
        {
            return asked;
        }

        losses.Add(name);
        return null;
    }

    private static RawJson Fit(RawJson schema, RequestTarget target, LossSink losses, string place)
    {
        var isOpenAI = IsOpenAI(target);
        if (isOpenAI ? AcceptedSchemas<OwnRule>.Holds(schema.Utf8.Span) : AcceptedSchemas<CompatibleRule>.Holds(schema.Utf8.Span))
        {
            return schema;
        }

        var fitted = RootSchema.Fit(schema, isOpenAI ? _own : _compatible);
        fitted.Report(losses, place);
        return fitted.Schema;
    }

    // GitHub Copilot, which renames max_tokens like OpenAI, gives OpenAI's models the schemas as they are
    private static bool IsOpenAI(RequestTarget target) => target.IsOpenAIItself || target.RenamesMaxTokens;

    private static bool TakesMembers(in SchemaFacts facts) =>
        !facts.NeedsRepair
        && ((facts.Types & SchemaTypes.Array) == 0 || facts.HasAny(SchemaKeyword.Items))
        && (!facts.IsRoot || (facts is { Types: SchemaTypes.Object, IsTypeList: false } && facts.HasAny(SchemaKeyword.Properties)));

    private readonly struct OwnRule : ISchemaRule
    {
        public static bool TakesBooleans => true;

        public static bool Accepts(in SchemaFacts facts) => TakesMembers(in facts) && !(facts.IsRoot && facts.HasAny(RefusedAtRoot));
    }

    private readonly struct CompatibleRule : ISchemaRule
    {
        public static bool TakesBooleans => true;

        public static bool Accepts(in SchemaFacts facts) => TakesMembers(in facts);
    }
}
