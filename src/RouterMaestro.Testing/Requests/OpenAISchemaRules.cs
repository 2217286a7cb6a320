using System.Text.Json;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Requests;

/// <summary>
/// What OpenAI refuses in the schemas of tools and of the output. Sources: the guide "Structured outputs", the npm package openai 6.49.0
/// (<c>lib/transform.ts</c>) and reported errors: tailcallhq/forgecode#1359, streamnative/streamnative-mcp-server#26,
/// langchain-ai/langchainjs#9804, can1357/oh-my-pi#206, apexive/odoo-llm#212.
/// </summary>
internal static class OpenAISchemaRules
{
    private static readonly string[] _refusedAtRoot = ["oneOf", "anyOf", "allOf", "enum", "const", "not"];

    private static readonly string[] _refusedWhenStrict =
    [
        "oneOf", "allOf", "not", "if", "then", "else", "patternProperties", "propertyNames", "minProperties", "maxProperties", "prefixItems", "contains",
        "minContains", "maxContains", "uniqueItems", "unevaluatedItems", "unevaluatedProperties", "dependencies", "dependentRequired", "dependentSchemas",
        "contentEncoding", "contentMediaType", "contentSchema", "$dynamicRef", "$dynamicAnchor", "$anchor", "$recursiveRef", "$recursiveAnchor",
    ];

    private static readonly string[] _formats = ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

    public static (string? Param, string Message)? Violation(JsonElement body, WireProtocol protocol)
    {
        foreach (var (place, tool) in Functions("tools", body.GetItems("tools")))
        {
            var function = protocol == WireProtocol.OpenAIChat ? tool.Get("function") ?? default : tool;
            var isStrict = function.Get("strict") is { ValueKind: JsonValueKind.True };
            if (function.Get("parameters") is { } schema && Fault(schema, isStrict) is { } fault)
            {
                return ($"{place}.{(protocol == WireProtocol.OpenAIChat ? "function." : "")}parameters", $"Invalid schema for function '{function.GetText("name")}': {fault}");
            }
        }

        var (name, format) = protocol == WireProtocol.OpenAIChat
            ? ("response_format", body.Get("response_format")?.Get("json_schema"))
            : ("text.format.schema", body.Get("text")?.Get("format") is { } text && text.GetText("type") == "json_schema" ? text : null);
        return format?.Get("schema") is { } output && Fault(output, format.Value.Get("strict") is { ValueKind: JsonValueKind.True }) is { } wrong
            ? (name, $"Invalid schema for response_format '{format.Value.GetText("name")}': {wrong}")
            : null;
    }

    /// <summary>Returns what is wrong with a schema; null if OpenAI takes it.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="isStrict">Whether the model is held to it.</param>
    public static string? Fault(JsonElement schema, bool isStrict) =>
        schema.GetText("type") != "object"
            ? $"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{schema.GetText("type") ?? "None"}\"'."
            : _refusedAtRoot.Any(k => schema.Get(k) is not null)
            ? "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'const'/'not' at the top level."
            : schema.Get("properties") is null
            ? "In context=(), object schema missing properties."
            : SchemaObjects.Of(schema).Select(s => Fault(s.Path, s.Schema) ?? (isStrict ? StrictFault(s.Path, s.Schema) : null)).FirstOrDefault(f => f is not null);

    private static string? Fault(string[] path, JsonElement schema) =>
        SchemaDraft.Fault(schema) is { } draft ? draft
        : SchemaObjects.TypesOf(schema).Contains("array") && schema.Get("items") is null ? $"{At(path)}, array schema missing items."
        : null;

    private static string? StrictFault(string[] path, JsonElement schema)
    {
        if (_refusedWhenStrict.FirstOrDefault(k => schema.Get(k) is not null) is { } refused)
        {
            return $"{At(path)}, '{refused}' is not permitted.";
        }

        if (schema.Get("$ref") is not null)
        {
            return schema.EnumerateObject().All(m => m.Name is "$ref" or "$defs" or "definitions") ? null : $"{At(path)}, $ref cannot have other keywords.";
        }

        var properties = SchemaObjects.PropertiesOf(schema).ToList();
        return schema.Get("items") is { ValueKind: JsonValueKind.False } ? $"{At(path)}, array schema missing items."
            : !SchemaObjects.TypesOf(schema).Any() && schema.Get("anyOf") is null
            ? $"{At(path)}, schema must have a 'type' key."
            : schema.GetText("format") is { } format && !_formats.Contains(format)
            ? $"{At(path)}, '{format}' is not a valid format."
            : !SchemaObjects.IsObject(schema)
            ? null
            : !SchemaObjects.IsClosed(schema)
            ? $"{At(path)}, 'additionalProperties' is required to be supplied and to be false."
            : properties.Except(SchemaObjects.RequiredOf(schema)).FirstOrDefault() is { } missing
            ? $"{At(path)}, 'required' is required to be supplied and to be an array including every key in properties. Missing '{missing}'."
            : SchemaObjects.RequiredOf(schema).Except(properties).FirstOrDefault() is { } extra
            ? $"{At(path)}, 'required' is required to be supplied and to be an array including every key in properties. Extra required key '{extra}' supplied."
            : null;
    }

    private static string At(string[] path) => $"In context=({string.Join(", ", path.Select(p => $"'{p}'"))})";

    private static IEnumerable<(string Place, JsonElement Tool)> Functions(string place, IEnumerable<JsonElement> tools) =>
        tools.Index().SelectMany(t => t.Item.GetText("type") switch
        {
            "function" => [($"{place}[{t.Index}]", t.Item)],
            "namespace" => Functions($"{place}[{t.Index}].tools", t.Item.GetItems("tools")),
            _ => Array.Empty<(string, JsonElement)>(),
        });
}
