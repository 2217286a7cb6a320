using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Requests;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.Tests.Fitting;

/// <summary>The schemas of tools toward Anthropic, OpenAI and other servers.</summary>
public sealed class ToolSchemaTests
{
    private static readonly RequestTarget _openAI = Targets.Of("gpt-4.1") with { IsOpenAIItself = true };
    private static readonly RequestTarget _compatible = Targets.Of("m");

    private readonly LossSink _losses = new();

    [Theory]
    [InlineData("""{"type":["object","null"],"properties":{}}""", """{"type":"object","properties":{}}""", "")]
    [InlineData("""{"type":null,"properties":{}}""", """{"type":"object","properties":{}}""", "")]
    [InlineData("""{"type":"object","allOf":[{"properties":{"a":{}},"required":["a"]},{"properties":{"b":{}}}]}""", """{"type":"object","properties":{"a":{},"b":{}},"required":["a"]}""", "")]
    [InlineData("""{"type":"object","allOf":[{"if":{},"then":{}}]}""", """{"type":"object","if":{},"then":{}}""", "")]
    [InlineData(
        """{"type":"object","allOf":[{"if":{},"then":{}},{"if":{},"else":{}}]}""",
        """{"type":"object","if":{},"then":{},"description":"{allOf: [{\"if\":{},\"then\":{}},{\"if\":{},\"else\":{}}]}"}""", "allOf")]
    [InlineData("""{"anyOf":[{"type":"object","properties":{"a":{}}},{"type":"null"}]}""", """{"type":"object","properties":{"a":{}}}""", "")]
    [InlineData(
        """{"oneOf":[{"type":"object","properties":{"k":{"const":"x"},"a":{}},"required":["k","a"]},{"type":"object","properties":{"k":{"const":"y"}},"required":["k"]}]}""",
        """{"type":"object","properties":{"k":{"anyOf":[{"const":"x"},{"const":"y"}]},"a":{}},"required":["k"]}""", "oneOf")]
    [InlineData(
        """{"anyOf":[{"$ref":"#/$defs/A"},{"properties":{"b":{}}}],"$defs":{"A":{"properties":{"a":{}}}}}""",
        """{"type":"object","$defs":{"A":{"properties":{"a":{}}}},"properties":{"a":{},"b":{}}}""", "anyOf")]
    [InlineData("""{"type":"object","properties":{"x":{"anyOf":[{"type":"string"}]}}}""", """{"type":"object","properties":{"x":{"anyOf":[{"type":"string"}]}}}""", "")]
    [InlineData("""{"type":"string"}""", """{"type":"string"}""", "")]
    [InlineData("""{"type":"object","properties":{"l":{"type":"array","items":[{"type":"string"}]}}}""", """{"type":"object","properties":{"l":{"type":"array","prefixItems":[{"type":"string"}]}}}""", "")]
    [InlineData("""{"type":"object","properties":null,"required":null}""", """{"type":"object"}""", "")]
    [InlineData("""{"type":"object","properties":[]}""", """{"type":"object","properties":{}}""", "")]
    [InlineData("""{"type":"object","properties":{"n":{"minimum":1,"exclusiveMinimum":true,"maximum":9,"exclusiveMaximum":false}}}""", """{"type":"object","properties":{"n":{"exclusiveMinimum":1,"maximum":9}}}""", "")]
    public void Anthropic_gets_an_object_at_the_root(string schema, string expected, string leftOut)
    {
        var fitted = AnthropicSchemas.ForTool(RawJson.Parse(schema));

        var written = JsonNode.Parse(fitted.Schema.ToString())!.AsObject();
        if (leftOut is "anyOf" or "oneOf")
        {
            Assert.Contains($"{{{leftOut}: ", (string?)written["description"], StringComparison.Ordinal);
            written.Remove("description");
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), written), written.ToJsonString());
        Assert.Equal(leftOut.Split(' ', StringSplitOptions.RemoveEmptyEntries), fitted.LeftOut);
    }

    [Theory]
    [InlineData("""{"type":"object"}""", """{"type":"object","properties":{}}""")]
    [InlineData("{}", """{"type":"object","properties":{}}""")]
    [InlineData("""{"type":["object","null"]}""", """{"type":"object","properties":{}}""")]
    [InlineData("""{"type":"object","required":[],"additionalProperties":false}""", """{"type":"object","required":[],"additionalProperties":false,"properties":{}}""")]
    [InlineData("""{"type":"object","properties":{"l":{"type":"array"}}}""", """{"type":"object","properties":{"l":{"type":"array","items":{}}}}""")]
    [InlineData("""{"type":"object","properties":{"l":{"type":["array","null"]}}}""", """{"type":"object","properties":{"l":{"type":["array","null"],"items":{}}}}""")]
    [InlineData("""{"type":"object","properties":{"l":{"type":"array","items":{"type":"array"}}}}""", """{"type":"object","properties":{"l":{"type":"array","items":{"type":"array","items":{}}}}}""")]
    [InlineData("""{"type":"object","properties":{"l":{"anyOf":[{"type":"array"}]}}}""", """{"type":"object","properties":{"l":{"anyOf":[{"type":"array","items":{}}]}}}""")]
    [InlineData("""{"type":"object","properties":{},"$defs":{"l":{"type":"array"}}}""", """{"type":"object","properties":{},"$defs":{"l":{"type":"array","items":{}}}}""")]
    [InlineData("""{"type":"object","properties":{"m":{"type":"object","additionalProperties":{"type":"array"}}}}""", """{"type":"object","properties":{"m":{"type":"object","additionalProperties":{"type":"array","items":{}}}}}""")]
    [InlineData("""{"type":"object","properties":{"l":{"type":"array","items":[{"type":"string"}]}}}""", """{"type":"object","properties":{"l":{"type":"array","prefixItems":[{"type":"string"}],"items":{}}}}""")]
    [InlineData("""{"type":"object","properties":null,"required":null}""", """{"type":"object","properties":{}}""")]
    [InlineData("""{"type":"object","properties":[],"$defs":[]}""", """{"type":"object","properties":{},"$defs":{}}""")]
    [InlineData("""{"type":"object","properties":{"l":{"type":"array","items":null,"description":null}}}""", """{"type":"object","properties":{"l":{"type":"array","items":{}}}}""")]
    [InlineData("""{"type":"object","properties":{"n":{"exclusiveMaximum":true,"maximum":9}}}""", """{"type":"object","properties":{"n":{"exclusiveMaximum":9}}}""")]
    [InlineData("""{"type":"object","properties":{"n":{"default":null,"const":null,"enum":[null]}}}""", """{"type":"object","properties":{"n":{"default":null,"const":null,"enum":[null]}}}""")]
    public void Every_server_gets_properties_and_items(string schema, string expected)
    {
        foreach (var target in new[] { _openAI, _compatible })
        {
            var written = OpenAISchemas.ForTool(new Tool.Function("f", null, RawJson.Parse(schema)), target, _losses);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(written.ToString())), written.ToString());
        }

        Assert.True(_losses.IsEmpty);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{}},"anyOf":[{"required":["a"]}]}""", "")]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{}},"anyOf":[{"required":["a"]},{"required":["b"]}]}""", "tools.schema.anyOf")]
    [InlineData("""{"type":"object","properties":{"a":{}},"not":{"required":["a"]}}""", "tools.schema.not")]
    [InlineData("""{"type":"object","$ref":"#/$defs/A","$defs":{"A":{"type":"object","properties":{"a":{}}}}}""", "")]
    public void Only_OpenAI_itself_gets_no_combination_at_the_root(string schema, string loss)
    {
        Assert.Contains("\"a\"", Write(schema, _openAI)["properties"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(Write(schema, _openAI)["anyOf"] ?? Write(schema, _openAI)["not"] ?? Write(schema, _openAI)["$ref"]);
        Assert.Equal(loss.Split(' ', StringSplitOptions.RemoveEmptyEntries), _losses.Fields);

        var other = Write(schema, _compatible);
        Assert.True(JsonNode.Parse(schema)!.AsObject().All(m => JsonNode.DeepEquals(m.Value, other[m.Key])), other.ToJsonString());
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","properties":{}}},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","format":"uri"}},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{}},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"oneOf":[{"type":"string"}]}},"required":["a"],"additionalProperties":false}""", false)]
    public void Strict_stays_where_OpenAI_enforces_the_schema(string schema, bool stays)
    {
        var function = new Tool.Function("f", null, RawJson.Parse(schema)) { Strict = true };

        Assert.Equal(stays ? true : null, OpenAISchemas.StrictnessOf(function, function.Parameters!, _losses));
        Assert.Equal(stays ? [] : ["tools.strict"], _losses.Fields);
        Assert.Equal(false, OpenAISchemas.StrictnessOf(function with { Strict = false }, function.Parameters!, _losses));

        var format = new OutputFormat.JsonSchema(function.Parameters!) { Strict = true };
        Assert.Equal(stays ? true : null, OpenAISchemas.StrictnessOf(format, format.Schema, _openAI, new LossSink()));
        Assert.True(OpenAISchemas.StrictnessOf(format, format.Schema, _compatible, new LossSink()));
    }

    [Fact]
    public void A_list_as_the_output_of_another_server_stays()
    {
        var list = RawJson.Parse("""{"type":"array"}""");

        Assert.Same(list, OpenAISchemas.ForOutput(list, _compatible, _losses));
        Assert.Equal("""{"type":"object","properties":{}}""", OpenAISchemas.ForOutput(RawJson.EmptyObject, _openAI, _losses).ToString());
    }

    private JsonObject Write(string schema, RequestTarget target) => JsonNode.Parse(OpenAISchemas.ForTool(new Tool.Function("f", null, RawJson.Parse(schema)), target, _losses).ToString())!.AsObject();
}
