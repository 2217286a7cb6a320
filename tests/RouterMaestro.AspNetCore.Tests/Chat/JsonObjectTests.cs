using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Chat;

/// <summary>JSON object mode with a provider whose protocol has no such mode.</summary>
public sealed class JsonObjectTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Format = ""","response_format":{"type":"json_object"}""";
    private const string Object = """{"name":"Zoë \"Z\"","tags":["a",{}],"n":1.5}""";

    private readonly TestGateway _gateway = fixture.Gateway;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_Chat_caller_gets_the_object_as_text(bool stream)
    {
        Response();

        var (response, answer, _) = await ProtocolCase.Chat.SendAsync(
            _gateway.Client, ProtocolCase.Chat.Ask("messages", stream, Format + (stream ? ""","stream_options":{"include_usage":true}""" : "")));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Object), JsonNode.Parse(answer.Text)), answer.Text);
        Assert.Empty(answer.ToolCalls);
        Assert.Equal("stop", answer.StopReason);
        Assert.Equal((21L, 9L), (answer.Usage!.Input, answer.Usage.Output));
        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
        Assert.Equal(["router_maestro_json_answer"], _gateway.Received[^1].Content.Tools);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_Responses_caller_gets_the_object_as_text(bool stream)
    {
        Response();

        var reply = await ResponsesReply.AskAsync(
            _gateway, $$$$"""{"model":"messages/m","input":"hi","stream":{{{{(stream ? "true" : "false")}}}},"text":{"format":{"type":"json_object"}}}""");

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Object), JsonNode.Parse(reply.Text)), reply.Text);
        Assert.Equal("completed", reply.State);
        Assert.Empty(reply.Items("function_call"));
    }

    [Fact]
    public async Task A_stream_delivers_the_object_in_pieces()
    {
        Response();

        var (_, _, transcript) = await ProtocolCase.Chat.SendAsync(_gateway.Client, ProtocolCase.Chat.Ask("messages", stream: true, Format));

        var pieces = transcript!.Events.Select(e => e.ReadJson()).OfType<JsonElement>()
            .SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
            .Count(choice => choice.GetProperty("delta").TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String && content.GetString()!.Length > 0);
        Assert.True(pieces > 2, $"{pieces} pieces");
    }

    [Theory]
    [InlineData(""","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]""")]
    [InlineData(""","reasoning_effort":"high","max_tokens":20000""")]
    public async Task If_no_tool_can_be_forced_an_instruction_replaces_it_and_is_reported(string said)
    {
        _gateway.Upstream.Reset();
        _gateway.Upstream.Reply(SimulatedResponse.Text(Object));

        var (response, answer, _) = await ProtocolCase.Chat.SendAsync(_gateway.Client, ProtocolCase.Chat.Ask("messages", stream: false, Format + said));

        Assert.Equal(Object, answer.Text);
        Assert.Equal("response_format", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
        var received = Encoding.UTF8.GetString(_gateway.Received[^1].Body.Span);
        Assert.Contains("exactly one JSON object", received, StringComparison.Ordinal);
        Assert.DoesNotContain("router_maestro_json_answer", received, StringComparison.Ordinal);
    }

    private void Response()
    {
        _gateway.Upstream.Reset();
        _gateway.Upstream.Reply(SimulatedResponse.ToolCall("router_maestro_json_answer", Object).InPiecesOf(5).WithUsage(input: 21, output: 9));
    }
}
