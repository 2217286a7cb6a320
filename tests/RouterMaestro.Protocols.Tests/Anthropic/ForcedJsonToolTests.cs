using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Responses;
using RouterMaestro.Protocols.Anthropic.Streaming;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>Any JSON object as the answer: a forced tool takes it, and the call is text again.</summary>
public sealed class ForcedJsonToolTests
{
    private const string Tool = "router_maestro_json_answer";

    private static readonly ChatRequest _request = new("m", [new Message(Role.User, [new TextPart("Who?")])]) { OutputFormat = new OutputFormat.JsonObject() };

    private readonly LossSink _losses = new();

    [Fact]
    public void A_tool_stands_for_the_format_and_must_be_called()
    {
        var written = Write(_request);

        var tool = Assert.Single(written["tools"]!.AsArray())!;
        Assert.Equal(Tool, (string?)tool["name"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"type":"object","additionalProperties":true}"""), tool["input_schema"]));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$"""{"type":"tool","name":"{{Tool}}","disable_parallel_tool_use":true}"""), written["tool_choice"]));
        Assert.Null(written["system"]);
        Assert.True(_losses.IsEmpty);
    }

    public static TheoryData<string> Others => ["tools", "thinking", "begun"];

    [Theory]
    [MemberData(nameof(Others))]
    public void Beside_what_rules_a_forced_tool_out_an_instruction_stands_for_the_format(string what)
    {
        var written = Write(what switch
        {
            "tools" => _request with { Tools = [new Tool.Function("f", null, null)] },
            "thinking" => _request with { Reasoning = new(ReasoningMode.Enabled, 2000) },
            _ => _request with { Messages = [.. _request.Messages, new Message(Role.Assistant, [new TextPart("{")])] },
        });

        Assert.DoesNotContain(Tool, written.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("exactly one JSON object", written["system"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("response_format", _losses.Fields);
    }

    [Theory]
    [InlineData("""{"a":[1,{"b":"ü \"q\""}]}""", "tool_use", FinishReason.Stop)]
    [InlineData("{}", "tool_use", FinishReason.Stop)]
    [InlineData("""{"a":1}""", "max_tokens", FinishReason.Length)]
    [InlineData("""{"a":1}""", null, FinishReason.Stop)]
    public void The_call_is_read_as_text(string input, string? reason, FinishReason finish)
    {
        var body = $$$"""
            {"id":"msg_1","model":"c","content":[{"type":"tool_use","id":"toolu_1","name":"{{{Tool}}}","input":{{{input}}}}],
             "stop_reason":{{{(reason is null ? "null" : $"\"{reason}\"")}}},"usage":{"input_tokens":9,"output_tokens":4}}
            """;

        var response = AnthropicResponseReader.Read(Encoding.UTF8.GetBytes(body)).Response!;

        Assert.Equal(input, Assert.IsType<TextPart>(Assert.Single(response.Parts)).Text.ToString());
        Assert.Equal(finish, response.Finish);
        Assert.Equal(4, response.Usage!.Output);
    }

    [Theory]
    [InlineData("", "{\"a\":", "\"\u00fc \\\"q\\\"\"}")]
    [InlineData("{\"a\":\"whole\"}")]
    [InlineData("")]
    [InlineData]
    public void A_stream_of_it_is_a_stream_of_text(params string[] pieces)
    {
        var stream = new StringBuilder(Frame("message_start", """{"type":"message_start","message":{"id":"msg_1","model":"c","usage":{"input_tokens":9,"output_tokens":1}}}"""))
            .Append(Frame("content_block_start", $$$$"""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"{{{{Tool}}}}","input":{}}}"""));
        foreach (var piece in pieces)
        {
            stream.Append(Frame("content_block_delta", new JsonObject
            {
                ["type"] = "content_block_delta",
                ["index"] = 0,
                ["delta"] = new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece },
            }.ToJsonString()));
        }

        stream.Append(Frame("content_block_stop", """{"type":"content_block_stop","index":0}"""))
            .Append(Frame("message_delta", """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":4}}"""))
            .Append(Frame("message_stop", """{"type":"message_stop"}"""));

        var events = new EventList();
        AnthropicTesting.Run(new AnthropicStreamDecoder(new LossSink()), Encoding.UTF8.GetBytes(stream.ToString()), events);

        var text = string.Concat(events.Events.OfType<ChatEvent.PartDelta>().Select(d => d.Text.ToString()));
        Assert.Equal(PartKind.Text, Assert.Single(events.Events.OfType<ChatEvent.PartStarted>()).Kind);
        Assert.Equal(string.Concat(pieces) is { Length: > 0 } given ? given : "{}", text);
        var completed = Assert.IsType<ChatEvent.Completed>(events.Events[^1]);
        Assert.Equal((FinishReason.Stop, 4L), (completed.Finish, completed.Usage!.Output));
    }

    [Fact]
    public void A_call_of_any_other_tool_stays_one()
    {
        const string body = """{"content":[{"type":"tool_use","id":"t","name":"json_answer","input":{}}],"stop_reason":"tool_use"}""";

        var response = AnthropicResponseReader.Read(Encoding.UTF8.GetBytes(body)).Response!;

        Assert.IsType<ToolCallPart>(Assert.Single(response.Parts));
        Assert.Equal(FinishReason.ToolCalls, response.Finish);
    }

    private static string Frame(string name, string data) => $"event: {name}\ndata: {data}\n\n";

    private JsonNode Write(ChatRequest request) => JsonNode.Parse(AnthropicTesting.WriteRequest(request, AnthropicTesting.Target(), _losses))!;
}
