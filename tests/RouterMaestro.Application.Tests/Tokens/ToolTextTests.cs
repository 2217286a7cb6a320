using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Tests.Tokens;

public sealed class ToolTextTests
{
    [Fact]
    public void Functions_are_written_as_types()
    {
        var tools = new[]
        {
            Function("get_weather", "Tells\n   the weather. ", """
                {"type":"object","properties":{"city":{"type":"string","description":"Which"},"unit":{"enum":["C","F"]},"days":{"type":"array","items":{"type":"integer"}},
                 "at":{"type":"object","properties":{"hour":{"type":["number","null"]}},"required":["hour"]},"other":{"anyOf":[{"type":"boolean"},{"const":1}]}},
                 "required":["city"],"additionalProperties":true}
                """),
            Function("stop", "", null),
        };

        Assert.Equal(
            """
            namespace functions {

            // Tells
            // the weather.
            type get_weather = (_: {
            // Which
            city: string,
            unit?: "C" | "F",
            days?: number[],
            at?: {
            hour: number | null,
            },
            other?: boolean | 1,
            [key: string]: any,
            }) => any;

            type stop = () => any;

            } // namespace functions
            """.ReplaceLineEndings("\n"),
            ToolText.Of(tools, asTypes: true));
    }

    [Fact]
    public void Functions_are_written_as_JSON()
    {
        var tool = Function("stop", "Stops.", """{"type":"object","properties":{},"n":[1,2.50,null,true,{"a":"\u00fc"}]}""");

        Assert.Equal(
            """{"description": "Stops.", "name": "stop", "parameters": {"type": "object", "properties": {}, "n": [1, 2.50, null, true, {"a": "ü"}]}}""" + "\n",
            ToolText.Of([tool], asTypes: false));
    }

    [Fact]
    public void References_are_followed()
    {
        var tool = Function("find", "", """{"type":"object","properties":{"node":{"$ref":"#/$defs/Node"}},"$defs":{"Node":{"type":"object","properties":{"id":{"type":"string"}}}}}""");

        Assert.Contains("node?: {\nid?: string,\n},", ToolText.Of([tool], asTypes: true), StringComparison.Ordinal);
    }

    /// <summary>Schemas that would fill the memory if they were spelled out.</summary>
    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"},"b":{"$ref":"#"},"c":{"$ref":"#"},"d":{"$ref":"#"},"e":{"$ref":"#"},"f":{"$ref":"#"},"g":{"$ref":"#"},"h":{"$ref":"#"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/nowhere/at/all"},"b":{"$ref":""}}}""")]
    [InlineData("""{"type":"object","properties":{"a":5,"b":null,"c":[],"d":"x","e":{"type":5},"f":{"enum":{}},"g":{"anyOf":{}},"h":{"type":"array"}},"required":[1,null]}""")]
    [InlineData("""{"properties":[]}""")]
    [InlineData("{}")]
    public void Strange_schemas_do_no_harm(string schema)
    {
        var text = ToolText.Of([Function("f", "", schema)], asTypes: true);

        Assert.InRange(text.Length, 40, 2_000_000);
    }

    private static Tool.Function Function(string name, string description, string? schema) =>
        new(name, JsonText.FromString(description), schema is null ? null : RawJson.Parse(schema));
}
