using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Anthropic.Requests;

namespace RouterMaestro.Protocols.Tests.Fitting;

/// <summary>Schemas to which Anthropic holds a model: output and strict tools.</summary>
public sealed class ClosedSchemaTests
{
    private const string String = """{"type":"string"}""";

    /// <summary>Gets what a property says, what becomes of it, and what is left out.</summary>
    public static TheoryData<string, string, string> Properties => new()
    {
        { """{"type":"object","properties":{}}""", """{"type":"object","properties":{},"additionalProperties":false}""", "" },
        { """{"properties":{"z":{"type":"string"}}}""", """{"type":"object","properties":{"z":{"type":"string"}},"additionalProperties":false}""", "" },
        { """{"type":"array","items":{"type":"object","properties":{}}}""", """{"type":"array","items":{"type":"object","properties":{},"additionalProperties":false}}""", "" },
        { """{"type":"array","prefixItems":[{"type":"object","properties":{}}]}""", """{"type":"array","prefixItems":[{"type":"object","properties":{},"additionalProperties":false}]}""", "" },
        { """{"type":"array","items":[{"type":"string"}],"additionalItems":false}""", """{"type":"array","prefixItems":[{"type":"string"}]}""", "" },
        { """{"anyOf":[{"type":"object","properties":{}},{"type":"null"}]}""", """{"anyOf":[{"type":"object","properties":{},"additionalProperties":false},{"type":"null"}]}""", "" },
        { """{"type":["object","null"],"properties":{}}""", """{"type":["object","null"],"properties":{},"additionalProperties":false}""", "" },
        { """{"type":"integer","minimum":1,"maximum":5}""", """{"type":"integer","description":"{minimum: 1, maximum: 5}"}""", "minimum maximum" },
        { """{"type":"string","description":"Name.","minLength":2}""", """{"type":"string","description":"Name.\n\n{minLength: 2}"}""", "minLength" },
        { """{"type":"array","items":{"type":"string"},"minItems":1}""", """{"type":"array","items":{"type":"string"},"minItems":1}""", "" },
        { """{"type":"array","items":{"type":"string"},"minItems":2}""", """{"type":"array","items":{"type":"string"},"description":"{minItems: 2}"}""", "minItems" },
        { """{"type":"string","format":"color"}""", """{"type":"string","description":"{format: \"color\"}"}""", "format" },
        { """{"type":"string","format":"uuid"}""", """{"type":"string","format":"uuid"}""", "" },
        { """{"type":"string","pattern":"^\\d{3}$"}""", """{"type":"string","pattern":"^\\d{3}$"}""", "" },
        { """{"type":"string","pattern":"^(?!x)"}""", """{"type":"string","description":"{pattern: \"^(?!x)\"}"}""", "pattern" },
        { """{"oneOf":[{"type":"string"},{"type":"null"}]}""", """{"anyOf":[{"type":"string"},{"type":"null"}]}""", "oneOf" },
        { """{"allOf":[{"$ref":"#/$defs/D"}],"description":"d"}""", """{"description":"d","$ref":"#/$defs/D"}""", "" },
        {
            """{"allOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"properties":{"b":{"type":"string"}}}]}""",
            """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a"],"additionalProperties":false}""",
            ""
        },
        {
            """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"anyOf":[{"required":["a"]},{"required":["b"]}]}""",
            """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"additionalProperties":false,"description":"{anyOf: [{\"required\":[\"a\"]},{\"required\":[\"b\"]}]}"}""",
            "anyOf"
        },
        {
            """{"type":"object","anyOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"b":{"type":"string"}}}]}""",
            """{"anyOf":[{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false},{"type":"object","properties":{"b":{"type":"string"}},"additionalProperties":false}]}""",
            ""
        },
    };

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_schema_is_closed_at_every_depth_and_bounds_become_words(string property, string expected, string leftOut)
    {
        var closed = Assert.NotNull(AnthropicSchemas.Close(Within(property)));

        var written = JsonNode.Parse(closed.Schema.ToString())!["properties"]!["p"];
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), written), written!.ToJsonString());
        Assert.Equal(leftOut.Split(' ', StringSplitOptions.RemoveEmptyEntries), closed.LeftOut);
    }

    [Fact]
    public void Definitions_are_closed_too()
    {
        var schema = RawJson.Parse("""{"type":"object","properties":{"p":{"$ref":"#/definitions/D"}},"additionalProperties":false,"definitions":{"D":{"type":"object","properties":{}}}}""");

        var written = JsonNode.Parse(AnthropicSchemas.Close(schema)!.Value.Schema.ToString())!;

        Assert.False(written["definitions"]!["D"]!["additionalProperties"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":true}""")]
    [InlineData("""{"type":"object","patternProperties":{"^x":{"type":"string"}}}""")]
    [InlineData("""{"type":"object"}""")]
    [InlineData("""{"type":"array","items":{"type":["object","null"]}}""")]
    [InlineData("{}")]
    [InlineData("true")]
    [InlineData("""{"description":"anything"}""")]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$ref":"#/$defs/N"}""")]
    [InlineData("""{"$ref":"#/$defs/missing"}""")]
    [InlineData("""{"$ref":"https://x.test/schema.json"}""")]
    public void What_is_open_by_intent_is_not_closed(string property) => Assert.Null(AnthropicSchemas.Close(Within(property)));

    /// <summary>Such a schema would be expanded two to the power of its depth times.</summary>
    [Fact]
    public void References_in_circles_end()
    {
        var schema = RawJson.Parse("""{"allOf":[{"$ref":"#/$defs/A"}],"$defs":{"A":{"allOf":[{"$ref":"#/$defs/A"},{"$ref":"#/$defs/A"}]}}}""");

        Assert.Null(AnthropicSchemas.Close(schema));
        Assert.Contains("allOf", AnthropicSchemas.ForTool(schema).LeftOut);
    }

    [Fact]
    public void A_schema_that_is_taken_costs_no_memory()
    {
        var schema = Within(String);
        Assert.NotNull(AnthropicSchemas.Close(schema));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _ = AnthropicSchemas.Close(schema);
            _ = AnthropicSchemas.ForTool(schema);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 64);
    }

    [Fact]
    public void A_schema_within_the_limit_of_depth_is_read()
    {
        const int depth = 60;
        var text = new StringBuilder();
        for (var i = 0; i < depth; i++)
        {
            text.Append("""{"type":"object","properties":{"x":""");
        }

        text.Append(String).Insert(text.Length, "}}", depth);

        var closed = Assert.NotNull(AnthropicSchemas.Close(RawJson.Parse(text.ToString())));

        Assert.Equal(depth, closed.Schema.ToString().Split("\"additionalProperties\":false").Length - 1);
    }

    private static RawJson Within(string property)
    {
        const string self = """{"$ref":"#/$defs/N"}""";
        // a schema that refers to itself is refused, also where it is only defined
        var node = property == self ? $$"""{"anyOf":[{{self}},{"type":"null"}]}""" : """{"type":"null"}""";
        return RawJson.Parse(
            """{"type":"object","properties":{"p":""" + property + """},"required":["p"],"additionalProperties":false,"$defs":{"D":""" + String
            + ""","N":{"type":"object","properties":{"n":""" + node + """},"additionalProperties":false}}}""");
    }
}
