using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Responses;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public sealed class AnthropicResponseTests
{
    private readonly LossSink _losses = new();

    [Fact]
    public void Every_block_with_a_part_is_read()
    {
        var reading = Read(
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"m","container":{"id":"c"},
             "content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"d"},
               {"type":"text","text":"Hi","citations":[1]},{"type":"server_tool_use","id":"x","name":"y","input":{}},
               {"type":"tool_use","id":"t","name":"f","input":{"a":1}},{"type":"tool_use","id":"u","name":"g"}],
             "stop_reason":"tool_use","stop_sequence":null,
             "usage":{"input_tokens":1,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":9,"output_tokens_details":{"thinking_tokens":4}}}
            """);

        Assert.Equal(
            new ChatResponse(
                [
                    new ReasoningPart("hm") { Signature = "s" },
                    new RedactedReasoningPart("d"),
                    new TextPart("Hi") { Extensions = Own("citations", "[1]") },
                    new ToolCallPart("t", "f", RawJson.Parse("""{"a":1}""")),
                    new ToolCallPart("u", "g", RawJson.EmptyObject),
                ],
                FinishReason.ToolCalls,
                new(1, 3, 2, 5, 4))
            {
                Id = "msg_1",
                Model = "m",
                Extensions = Own("container", """{"id":"c"}"""),
            },
            reading.Response);
    }

    [Theory]
    [InlineData("end_turn", FinishReason.Stop)]
    [InlineData("stop_sequence", FinishReason.Stop)]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("model_context_window_exceeded", FinishReason.Length)]
    [InlineData("pause_turn", FinishReason.Pause)]
    [InlineData("refusal", FinishReason.ContentFilter)]
    [InlineData("a_new_reason", FinishReason.Stop)]
    public void Every_stop_reason_has_a_meaning(string reason, FinishReason finish) =>
        Assert.Equal(finish, Read($$"""{"content":[],"stop_reason":"{{reason}}"}""").Response?.Finish);

    [Theory]
    [InlineData("", FailureKind.Empty, "The provider's answer is empty.")]
    [InlineData(" \n", FailureKind.Empty, "The provider's answer is empty.")]
    [InlineData("""{"content":[]}""", FailureKind.Empty, "The provider's answer holds nothing.")]
    [InlineData("<html><body>Bad gateway</body></html>", FailureKind.Malformed, "The provider answered with HTTP 200 and a page that is not JSON.")]
    [InlineData("""{"content":[{"type":"te""", FailureKind.Malformed, "The provider's answer is not valid JSON.")]
    [InlineData("""{"id":"msg_1"}""", FailureKind.Malformed, "The provider's answer is JSON, but not a response of the protocol.")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", FailureKind.Overloaded, "Overloaded")]
    [InlineData("""{"error":"no such thing"}""", FailureKind.ServerError, "no such thing")]
    public void An_invalid_response_is_a_failure(string body, FailureKind kind, string message)
    {
        var failure = Read(body).Failure!;

        Assert.Equal((kind, message, null), (failure.Kind, failure.Message, failure.Status));
    }

    [Fact]
    public void A_foreign_answer_is_written_whole()
    {
        var response = new ChatResponse(
            [
                new ReasoningPart("hm"),
                new TextPart("Hi") { Extensions = new(WireProtocol.OpenAIChat, [new("annotations", RawJson.Parse("[{}]"))]) },
                new RefusalPart("No."),
                ToolCallPart.FromText("c1", "f", """{"a": [1]}"""),
                ToolCallPart.FromText("c2", "g", "{\"a\":"),
            ],
            FinishReason.Stop,
            new(1, 2, 3, 4, 5))
        {
            Extensions = new(WireProtocol.OpenAIChat, [new("system_fingerprint", RawJson.Parse("\"f\""))]),
        };

        Assert.Equal(
            """{"id":"msg_0123456789abcdef01234567","type":"message","role":"assistant","model":"openai/gpt-x","content":[{"type":"thinking","thinking":"hm","signature":"rm1:from:openai/gpt-x"},{"type":"text","text":"Hi","citations":[]},{"type":"text","text":"No.","citations":[]},{"type":"tool_use","id":"c1","name":"f","input":{"a": [1]},"caller":{"type":"direct"}},{"type":"tool_use","id":"c2","name":"g","input":{},"caller":{"type":"direct"}}],"stop_reason":"tool_use","stop_sequence":null,"stop_details":null,"container":null,"context_management":null,"usage":{"input_tokens":1,"cache_creation_input_tokens":3,"cache_read_input_tokens":2,"output_tokens":9,"output_tokens_details":{"thinking_tokens":5},"cache_creation":null,"server_tool_use":null,"service_tier":null,"inference_geo":null,"iterations":null,"speed":null}}""",
            Write(response, AnthropicTesting.Options));
        Assert.Equal(["content.annotations", "tool_use.input", "system_fingerprint"], _losses.Fields);
    }

    [Fact]
    public void Reasoning_that_was_not_requested_is_left_out_without_a_loss()
    {
        var written = Write(
            new ChatResponse([new ReasoningPart("hm") { Signature = "s" }, new RedactedReasoningPart("d")], FinishReason.Stop, null),
            AnthropicTesting.Options with { ShowReasoning = false });

        Assert.Contains("\"content\":[]", written, StringComparison.Ordinal);
        Assert.True(_losses.IsEmpty);
    }

    private static Extensions Own(string name, string json) => new(WireProtocol.AnthropicMessages, [new(name, RawJson.Parse(json))]);

    private static ResponseReading Read(string body) => AnthropicResponseReader.Read(Encoding.UTF8.GetBytes(body));

    private string Write(ChatResponse response, ResponseOptions options) =>
        AnthropicTesting.Write(json => AnthropicResponseWriter.Write(json, response, options, _losses));
}
