using System.Text.Json;
using System.Text.RegularExpressions;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Requests;

/// <summary>
/// What Anthropic refuses in the schemas of tools and of the output. Sources: "JSON Schema limitations" of the page "Structured outputs",
/// @anthropic-ai/sdk 1.14.0 (<c>transform-json-schema.ts</c>) and reported errors: anthropics/claude-code#5319, BerriAI/litellm#35808,
/// vercel/ai#17268, agentjido/req_llm#302 and #706, ghostlobster/memorize-everything#93, elie222/inbox-zero#2323.
/// </summary>
internal static partial class AnthropicSchemaRules
{
    private const int MaxStrictTools = 20;
    private const int MaxOptional = 24;
    private const int MaxUnions = 16;

    private static readonly string[] _refused =
    [
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "maxItems", "uniqueItems", "contains", "minContains",
        "maxContains", "minProperties", "maxProperties", "propertyNames", "patternProperties", "oneOf", "not", "if", "then", "else", "dependencies",
        "dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties", "contentEncoding", "contentMediaType", "contentSchema",
        "additionalItems", "$dynamicRef",
    ];

    private static readonly string[] _formats = ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"];
    private static readonly string[] _forms = ["type", "$ref", "enum", "const", "anyOf", "allOf"];

    public static (string? Param, string Message)? Violation(JsonElement body)
    {
        List<JsonElement> strict = [];
        foreach (var (i, tool) in body.GetItems("tools").Index().Where(t => t.Item.Get("input_schema") is not null))
        {
            var schema = tool.Get("input_schema")!.Value;
            var isStrict = tool.Get("strict") is { ValueKind: JsonValueKind.True };
            if ((ToolFault(schema) ?? (isStrict ? ClosedFault(schema) : null)) is { } fault)
            {
                return (null, $"tools.{i}.custom.input_schema{fault}");
            }

            strict.AddRange(isStrict ? [schema] : []);
        }

        if (strict.Count > MaxStrictTools)
        {
            return (null, $"tools: Too many strict tools ({strict.Count}, limit: {MaxStrictTools}).");
        }

        if ((body.Get("output_config")?.Get("format") ?? body.Get("output_format")) is { } format)
        {
            var schema = format.Get("schema") ?? default;
            if (ClosedFault(schema) is { } fault)
            {
                return (null, $"output_config.format.schema{fault}");
            }

            strict.Add(schema);
        }

        return Complexity(strict) is { } tooMuch ? (null, tooMuch) : null;
    }

    /// <summary>Returns what is wrong with the schema of any tool; null if Anthropic takes it.</summary>
    public static string? ToolFault(JsonElement schema) =>
        schema.Get("anyOf") is not null || schema.Get("oneOf") is not null || schema.Get("allOf") is not null
            ? ": input_schema does not support oneOf, allOf, or anyOf at the top level"
            : schema.GetText("type") != "object"
            ? ".type: Input should be 'object'"
            : SchemaObjects.Of(schema).Any(s => SchemaDraft.Fault(s.Schema) is not null)
            ? ": JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12)."
            : null;

    /// <summary>Returns what is wrong with a schema to which the model is held; null if Anthropic takes it.</summary>
    public static string? ClosedFault(JsonElement schema) =>
        schema.ValueKind != JsonValueKind.Object || !schema.EnumerateObject().Any() ? ": schema is required"
        : SchemaObjects.Of(schema).Select(s => Fault(schema, s.Schema) is { } fault ? $": {string.Join('.', s.Path)}: {fault}" : null).FirstOrDefault(f => f is not null);

    /// <summary>Returns the limit that schemas exceed together; null if none.</summary>
    public static string? Complexity(IReadOnlyCollection<JsonElement> schemas)
    {
        var all = schemas.SelectMany(SchemaObjects.Of).Select(s => s.Schema).ToList();
        var optional = all.Sum(s => SchemaObjects.PropertiesOf(s).Except(SchemaObjects.RequiredOf(s)).Count());
        var unions = all.Count(s => s.Get("anyOf") is not null || s.Get("type") is { ValueKind: JsonValueKind.Array } types && types.GetArrayLength() > 1);
        return optional > MaxOptional
            ? $"Schemas contains too many optional parameters ({optional}), which would make grammar compilation inefficient. Reduce the number of optional parameters in your tool schemas (limit: {MaxOptional})."
            : unions > MaxUnions
            ? $"Schemas contains too many parameters with union types ({unions} parameters with type arrays or anyOf). Reduce the number of nullable or union-typed parameters (limit: {MaxUnions})."
            : null;
    }

    private static string? Fault(JsonElement root, JsonElement schema) =>
        schema.ValueKind != JsonValueKind.Object || !_forms.Any(f => schema.TryGetProperty(f, out _)) ? "schema must have a type"
        : SchemaDraft.Fault(schema) is { } draft ? draft
        : SchemaObjects.IsObject(schema) && !SchemaObjects.IsClosed(schema) ? "For 'object' type, 'additionalProperties' must be explicitly set to false"
        : _refused.FirstOrDefault(k => schema.Get(k) is not null) is { } refused ? $"For '{schema.Get("type")}' type, property '{refused}' is not supported"
        : schema.Get("minItems") is { } least && least.GetDouble() is not (0 or 1) ? "For 'array' type, 'minItems' values other than 0 or 1 are not supported"
        : schema.GetText("format") is { } format && !_formats.Contains(format) ? $"String format '{format}' is not supported"
        : schema.GetText("pattern") is { } pattern && RefusedPattern.IsMatch(pattern) ? $"Regular expression '{pattern}' is not supported"
        : schema.GetItems("enum").Append(schema.Get("const") ?? default).Any(v => v.ValueKind is JsonValueKind.Object or JsonValueKind.Array) ? "complex types within enums are not supported"
        : schema.GetItems("allOf").Any(b => b.Get("$ref") is not null) ? "allOf with $ref is not supported"
        : schema.GetText("$ref") is { } reference && !IsFinite(root, reference, []) ? "recursive schemas and external references are not supported"
        : null;

    // backreferences, word boundaries, lookarounds
    [GeneratedRegex(@"(?<!\\)(?:\\\\)*(?:\\[bBk1-9]|\(\?(?!:))")]
    private static partial Regex RefusedPattern { get; }

    private static bool IsFinite(JsonElement root, string reference, string[] followed) =>
        !followed.Contains(reference)
        && Find(root, reference) is { } target
        && SchemaObjects.Of(target).Select(s => s.Schema.GetText("$ref")).OfType<string>().All(next => IsFinite(root, next, [.. followed, reference]));

    private static JsonElement? Find(JsonElement root, string reference)
    {
        if (!reference.StartsWith('#'))
        {
            return null;
        }

        JsonElement? at = root;
        foreach (var name in reference.Split('/').Skip(1))
        {
            at = at?.Get(name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return at;
    }
}
