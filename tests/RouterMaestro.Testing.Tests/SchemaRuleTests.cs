using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>The schemas that simulated providers refuse, in tools and for the output.</summary>
public sealed class SchemaRuleTests : SimulatorTest
{
    private const string Closed = """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""";

    [Theory]
    [InlineData("""{"type":"object"}""", false, "object schema missing properties")]
    [InlineData("""{"type":"object","properties":{"l":{"type":"array"}}}""", false, "array schema missing items")]
    [InlineData("""{"type":"object","properties":{},"required":null}""", false, "None is not of type 'array'")]
    [InlineData("""{"type":"object","properties":{},"anyOf":[]}""", false, "not have 'oneOf'/'anyOf'/'allOf'/'enum'/'const'/'not' at the top level")]
    [InlineData("""{"properties":{}}""", false, "must be a JSON Schema of 'type: \"object\"'")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""", true, "Missing 'a'")]
    [InlineData("""{"type":"object","properties":{}}""", true, "'additionalProperties' is required to be supplied and to be false")]
    [InlineData("""{"type":"object","properties":{"a":{"oneOf":[]}},"required":["a"],"additionalProperties":false}""", true, "'oneOf' is not permitted")]
    [InlineData(Closed, true, null)]
    [InlineData("""{"type":"object","properties":{"a":{"minimum":1}}}""", false, null)]
    public async Task OpenAI_s_rules(string schema, bool isStrict, string? error)
    {
        var strict = isStrict ? "true" : "false";
        foreach (var (protocol, more) in ((string, string)[])
        [
            ("chat", $$""","tools":[{"type":"function","function":{"name":"f","strict":{{strict}},"parameters":{{schema}} } }]"""),
            ("chat", $$""","response_format":{"type":"json_schema","json_schema":{"name":"n","strict":{{strict}},"schema":{{schema}} } }"""),
            ("responses", $$""","tools":[{"type":"function","name":"f","strict":{{strict}},"parameters":{{schema}} }]"""),
            ("responses", $$""","tools":[{"type":"namespace","name":"s","tools":[{"type":"function","name":"f","strict":{{strict}},"parameters":{{schema}} }]}]"""),
            ("responses", $$""","text":{"format":{"type":"json_schema","name":"n","strict":{{strict}},"schema":{{schema}} } }"""),
        ])
        {
            await ExpectAsync(protocol, more, error);
        }
    }

    [Theory]
    [InlineData("""{"type":"object","anyOf":[{"properties":{}}]}""", "does not support oneOf, allOf, or anyOf at the top level")]
    [InlineData("""{"type":["object","null"]}""", "Input should be 'object'")]
    [InlineData("""{"type":"object","properties":{"l":{"items":[{"type":"string"}]}}}""", "must match JSON Schema draft 2020-12")]
    [InlineData("""{"type":"object","properties":{"n":{"exclusiveMinimum":true}}}""", "must match JSON Schema draft 2020-12")]
    [InlineData("""{"type":"object","properties":{"n":{"minimum":1}}}""", null)]
    public Task Anthropic_s_rules_for_tools(string schema, string? error) =>
        ExpectAsync("messages", $$""","tools":[{"name":"f","input_schema":{{schema}} }]""", error);

    [Theory]
    [InlineData("""{"type":"object","properties":{}}""", "'additionalProperties' must be explicitly set to false")]
    [InlineData("""{"type":"object","properties":{"n":{"type":"integer","minimum":1}},"additionalProperties":false}""", "property 'minimum' is not supported")]
    [InlineData("""{"type":"object","properties":{"n":{"type":"array","items":{"type":"string"},"minItems":2}},"additionalProperties":false}""", "'minItems' values other than 0 or 1")]
    [InlineData("""{"type":"object","properties":{"n":{"$ref":"#"}},"additionalProperties":false}""", "recursive")]
    [InlineData("""{"type":"object","properties":{"n":{"type":"string","format":"color"}},"additionalProperties":false}""", "format 'color' is not supported")]
    [InlineData("""{"type":"object","properties":{"n":{}},"additionalProperties":false}""", "schema must have a type")]
    [InlineData(Closed, null)]
    public async Task Anthropic_s_rules_for_what_holds_the_model(string schema, string? error)
    {
        await ExpectAsync("messages", $$""","tools":[{"name":"f","strict":true,"input_schema":{{schema}} }]""", error);
        await ExpectAsync("messages", $$""","output_config":{"format":{"type":"json_schema","schema":{{schema}} } }""", error);
    }

    [Fact]
    public async Task Anthropic_takes_so_many_strict_tools_and_optional_members()
    {
        var many = string.Join(',', Enumerable.Range(0, 21).Select(i => $$"""{"name":"f{{i}}","strict":true,"input_schema":{{Closed}} }"""));
        await ExpectAsync("messages", $",\"tools\":[{many}]", "Too many strict tools (21, limit: 20)");

        var members = string.Join(',', Enumerable.Range(0, 25).Select(i => $$"""  "m{{i}}":{"type":"string"}  """));
        await ExpectAsync(
            "messages",
            $$$""","output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{{{{members}}} },"additionalProperties":false} } }""",
            "too many optional parameters (25)");
    }

    [Fact]
    public async Task Another_server_takes_more()
    {
        await using var upstream = await UpstreamSimulator.StartAsync(new() { Server = SimulatedServer.Template });
        using var client = new WireClient(upstream);

        Assert.Null((await client.AskAsync("chat", more: ""","tools":[{"type":"function","function":{"name":"f","parameters":{"anyOf":[{"type":"object"}]}}}]""")).ErrorMessage);
    }

    private async Task ExpectAsync(string protocol, string more, string? error)
    {
        var message = (await Client.AskAsync(protocol, more: more)).ErrorMessage;
        if (error is null)
        {
            Assert.Null(message);
        }
        else
        {
            Assert.Contains(error, message, StringComparison.Ordinal);
        }
    }
}
