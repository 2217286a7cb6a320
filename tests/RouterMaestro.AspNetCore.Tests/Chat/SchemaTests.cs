using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Chat;

/// <summary>Schemas of tools and of structured output in front of providers that refuse others.</summary>
public sealed class SchemaTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Closed = """{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}""";
    private const string Bounded = """{"type":"object","properties":{"a":{"type":"integer","minimum":1,"maximum":5}},"required":["a"]}""";
    private const string Map = """{"type":"object","additionalProperties":{"type":"integer"}}""";
    private const string Tree = """{"type":"object","properties":{"n":{"$ref":"#"}},"additionalProperties":false}""";
    private const string Answer = """{"a":3}""";

    private readonly TestGateway _gateway = fixture.Gateway;

    [Theory]
    [InlineData(Closed, "", false)]
    [InlineData(Closed, "", true)]
    [InlineData(Bounded, "response_format.schema.minimum,response_format.schema.maximum", false)]
    [InlineData(Bounded, "response_format.schema.minimum,response_format.schema.maximum", true)]
    public async Task Anthropic_holds_the_model_to_a_closed_schema(string schema, string dropped, bool stream)
    {
        Reply(SimulatedResponse.Text(Answer));

        var (response, answer, _) = await ProtocolCase.Chat.SendAsync(_gateway.Client, ProtocolCase.Chat.Ask("messages", stream, Format(schema)));

        Assert.Equal(Answer, answer.Text);
        Assert.Equal(dropped.Split(',', StringSplitOptions.RemoveEmptyEntries), Dropped(response));
        Assert.Equal(JsonValueKind.False, Received().GetProperty("output_config").GetProperty("format").GetProperty("schema").GetProperty("additionalProperties").ValueKind);
    }

    [Theory]
    [InlineData(Map, false)]
    [InlineData(Map, true)]
    [InlineData(Tree, false)]
    [InlineData(Tree, true)]
    public async Task What_cannot_be_closed_is_the_input_of_a_tool_and_comes_back_as_text(string schema, bool stream)
    {
        Reply(SimulatedResponse.ToolCall("router_maestro_json_answer", Answer).InPiecesOf(3));

        var (response, answer, _) = await ProtocolCase.Chat.SendAsync(_gateway.Client, ProtocolCase.Chat.Ask("messages", stream, Format(schema)));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Answer), JsonNode.Parse(answer.Text)), answer.Text);
        Assert.Equal("stop", answer.StopReason);
        Assert.Empty(Dropped(response));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(schema), JsonNode.Parse(Received().GetProperty("tools")[0].GetProperty("input_schema").GetRawText())));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_Responses_caller_gets_a_map_too(bool stream)
    {
        Reply(SimulatedResponse.ToolCall("router_maestro_json_answer", Answer).InPiecesOf(3));

        var reply = await ResponsesReply.AskAsync(
            _gateway, $$$$"""{"model":"messages/m","input":"hi","stream":{{{{(stream ? "true" : "false")}}}},"text":{"format":{"type":"json_schema","name":"x","schema":{{{{Map}}}} } } }""");

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Answer), JsonNode.Parse(reply.Text)), reply.Text);
        Assert.Empty(reply.Items("function_call"));
    }

    [Theory]
    [InlineData("chat", """{"type":"object"}""", "")]
    [InlineData("responses", """{"type":"object","properties":{"l":{"type":"array"}}}""", "")]
    [InlineData("chat", """{"type":"object","properties":null,"required":null}""", "")]
    [InlineData("chat", """{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""", "tools.strict")]
    [InlineData("responses", """{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""", "tools.strict")]
    public async Task Tools_of_a_Messages_caller_are_taken_by_OpenAI(string provider, string schema, string dropped)
    {
        Reply(SimulatedResponse.Text("ok"));
        var strict = dropped.Length > 0 ? ""","strict":true""" : "";

        var (response, answer, _) = await ProtocolCase.Messages.SendAsync(
            _gateway.Client, ProtocolCase.Messages.Ask(provider, stream: false, $$""","tools":[{"name":"f","input_schema":{{schema}}{{strict}} }]"""));

        Assert.Equal("ok", answer.Text);
        Assert.Equal(dropped.Split(',', StringSplitOptions.RemoveEmptyEntries), Dropped(response));
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{}},"anyOf":[{"required":["a"]},{"required":["b"]}]}""", "tools.schema.anyOf")]
    [InlineData("""{"type":["object","null"],"properties":{}}""", "")]
    [InlineData("""{"type":"object","properties":{"l":{"type":"array","items":[{"type":"string"}]}}}""", "")]
    public async Task Tools_of_a_Chat_caller_are_taken_by_Anthropic(string schema, string dropped)
    {
        Reply(SimulatedResponse.Text("ok"));

        var (response, answer, _) = await ProtocolCase.Chat.SendAsync(
            _gateway.Client, ProtocolCase.Chat.Ask("messages", stream: true, $$""","tools":[{"type":"function","function":{"name":"f","parameters":{{schema}} } }]"""));

        Assert.Equal("ok", answer.Text);
        Assert.Equal(dropped.Split(',', StringSplitOptions.RemoveEmptyEntries), Dropped(response));
    }

    private static string Format(string schema) => $$""","response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{{schema}} } }""";

    private static string[] Dropped(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-router-maestro-dropped", out var values) ? [.. values.SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries))] : [];

    private JsonElement Received() => _gateway.Received[^1].Json!.Value;

    private void Reply(SimulatedResponse response)
    {
        _gateway.Upstream.Reset();
        _gateway.Upstream.Reply(response);
    }
}
