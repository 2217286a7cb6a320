using System.Text;
using RouterMaestro.TestKit.Schemas;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>The judge of documents must itself be right: each keyword lets pass what it should, and nothing else.</summary>
public sealed class ApiSchemaTests
{
    private const string Animals = """
        "Cat":{"type":"object","properties":{"kind":{"const":"cat"},"lives":{"type":"integer"}},"required":["kind","lives"]},
        "Dog":{"type":"object","properties":{"kind":{"enum":["dog","puppy"]},"name":{"type":"string"}},"required":["kind","name"]},
        "Tree":{"type":"object","properties":{"leaves":{"type":"array","items":{"$ref":"#/components/schemas/Tree"}},"kin":{"$recursiveRef":"#"}},"additionalProperties":false}
        """;

    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"", "1")]
    [InlineData("""{"type":["string","null"]}""", "null", "true")]
    [InlineData("""{"type":"integer"}""", "3.0", "3.5")]
    [InlineData("""{"type":"number"}""", "3.5", "\"3\"")]
    [InlineData("""{"type":"boolean"}""", "false", "0")]
    [InlineData("""{"type":"string","nullable":true}""", "null", "1")]
    [InlineData("""{"const":{"a":[1]}}""", """{"a":[1]}""", """{"a":[2]}""")]
    [InlineData("""{"enum":["a",null]}""", "null", "\"b\"")]
    [InlineData("""{"minLength":2,"maxLength":3}""", "\"🦜b\"", "\"🦜\"")]
    [InlineData("""{"minLength":2,"maxLength":3}""", "5", "\"abcd\"")]
    [InlineData("""{"pattern":"^a+$"}""", "\"aa\"", "\"ab\"")]
    [InlineData("""{"format":"date-time"}""", "\"2026-01-02T03:04:05Z\"", "\"yesterday\"")]
    [InlineData("""{"format":"byte"}""", "\"AAAA\"", "\"A-A\"")]
    [InlineData("""{"minimum":1,"maximum":2}""", "2", "2.5")]
    [InlineData("""{"exclusiveMinimum":1}""", "1.1", "1")]
    [InlineData("""{"items":{"type":"string"}}""", "[\"a\"]", "[\"a\",1]")]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[1]", "[]")]
    [InlineData("""{"minItems":1,"maxItems":2}""", "{}", "[1,2,3]")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", """{"b":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"b":1}""", """{"a":1}""")]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"properties":{"a":true},"additionalProperties":{"type":"integer"}}""", """{"a":"","b":1}""", """{"b":""}""")]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"ab":1}""", """{"abc":1}""")]
    [InlineData("""{"maxProperties":1}""", """{"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("""{"allOf":[{"required":["a"]},{"required":["b"]}]}""", """{"a":1,"b":2}""", """{"a":1}""")]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":5}]}""", "7", "3")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number","minimum":5}]}""", "3", "7")]
    [InlineData("""{"$ref":"#/components/schemas/Cat","required":["name"]}""", """{"kind":"cat","lives":9,"name":"Tom"}""", """{"kind":"cat","lives":9}""")]
    [InlineData("""{"$ref":"#/components/schemas/Tree"}""", """{"leaves":[{"leaves":[]}],"kin":{}}""", """{"leaves":[{"leaves":[{"x":1}]}]}""")]
    [InlineData("""{"$ref":"#/components/schemas/Tree"}""", """{"kin":{"kin":{}}}""", """{"kin":{"kin":{"x":1}}}""")]
    public void A_keyword_lets_pass_what_it_should(string schema, string right, string wrong)
    {
        var judge = Schema(schema);

        Assert.Empty(judge.Check(Encoding.UTF8.GetBytes(right)));
        Assert.NotEmpty(judge.Check(Encoding.UTF8.GetBytes(wrong)));
    }

    [Theory]
    [InlineData("""{"kind":"cat","lives":9}""", "")]
    [InlineData("""{"kind":"puppy","name":"Rex"}""", "")]
    [InlineData("""{"kind":"cat"}""", "$: lacks lives")]
    [InlineData("""{"kind":"cat","lives":"nine"}""", "lives: String is no integer")]
    [InlineData("""{"kind":"dog","name":"Rex","lives":null}""", "")]
    [InlineData("""{"kind":"cow"}""", "kind: \"cow\" is not among the kinds")]
    [InlineData("""{}""", "kind: \"\" is not among the kinds")]
    public void A_mapped_discriminator_picks_the_branch(string value, string faults)
    {
        const string Choice = """
            {"oneOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}],
            "discriminator":{"propertyName":"kind","mapping":{"cat":"#/components/schemas/Cat","dog":"#/components/schemas/Dog","puppy":"#/components/schemas/Dog"}}}
            """;

        Assert.Equal(faults, string.Join(", ", Schema(Choice).Check(Encoding.UTF8.GetBytes(value))));
    }

    [Theory]
    [InlineData("""{"kind":"puppy","name":"Rex"}""", "")]
    [InlineData("""{"kind":"cat","name":"Tom"}""", "$: lacks lives")]
    [InlineData("""{"kind":"cow"}""", "kind: \"cow\" is not among the kinds")]
    public void A_discriminator_that_is_not_mapped_is_found_in_the_branches(string value, string faults)
    {
        const string Choice = """{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}],"discriminator":{"propertyName":"kind"}}""";

        Assert.Equal(faults, string.Join(", ", Schema(Choice).Check(Encoding.UTF8.GetBytes(value))));
    }

    [Theory]
    [InlineData("""{"lives":9}""", true)]
    [InlineData("""{"kind":"hare","lives":9}""", false)]
    [InlineData("""{"kind":"dog","name":"Rex"}""", true)]
    public void A_discriminator_that_may_be_absent_decides_nothing(string value, bool isRight)
    {
        const string Choice = """
            {"anyOf":[{"type":"object","properties":{"kind":{"const":"cat"}},"required":["lives"]},{"$ref":"#/components/schemas/Dog"}],
            "discriminator":{"propertyName":"kind"}}
            """;

        Assert.Equal(isRight, Schema(Choice).Check(Encoding.UTF8.GetBytes(value)).Count == 0);
    }

    [Fact]
    public void Of_several_branches_the_one_that_was_meant_is_explained()
    {
        const string Choice = """{"type":"object","properties":{"pets":{"items":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}]}}}}""";

        var fault = Assert.Single(Schema(Choice).Check("""{"pets":[{"kind":"dog","name":"Rex"},{"kind":"dog","name":7}]}"""u8.ToArray()));

        Assert.Equal(new SchemaFault("pets[].name", "Number is no string"), fault);
    }

    [Fact]
    public void A_keyword_that_is_not_known_is_an_error() =>
        Assert.Contains("unevaluatedItems", Assert.Throws<NotSupportedException>(() => Schema("""{"unevaluatedItems":false}""")).Message, StringComparison.Ordinal);

    private static ApiSchema Schema(string schema) =>
        ApiDocument.Parse("{\"components\":{\"schemas\":{\"It\":" + schema + "," + Animals + "}}}").Schema("It");
}
