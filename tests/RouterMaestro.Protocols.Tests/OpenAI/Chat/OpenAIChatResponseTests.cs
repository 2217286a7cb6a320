using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Chat.Responses;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatResponseTests
{
    [Fact]
    public void A_full_response_is_read() => Assert.Equal(
        new ChatResponse(
            [new ReasoningPart("hm"), new TextPart("a"), new RefusalPart("no"), ToolCallPart.FromText("c", "f", """{"x":1}"""), ToolCallPart.FromText("", "g", "{}")],
            FinishReason.ToolCalls,
            new TokenUsage(6, 3, 0, 2, 2) { ServiceTier = "default" })
        {
            Id = "chatcmpl-1",
            Model = "gpt",
            Created = 7,
        },
        ReadResponse("""
            {"id":"chatcmpl-1","object":"chat.completion","created":7,"model":"gpt","service_tier":"default",
             "choices":[{"index":0,"finish_reason":"stop","logprobs":null,"message":{"role":"assistant","content":"a","refusal":"no","annotations":[],
               "reasoning_content":"hm","reasoning":"hm","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}},
               {"id":"","type":"function","function":{"name":"g","arguments":{}}}]}}],
             "usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}}}
            """).Response);

    [Theory]
    [InlineData("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"h\"},{\"type\":\"text\",\"text\":\"m\"}]},{\"type\":\"text\",\"text\":\"a\"},\"b\"]", "hm", "ab")]
    [InlineData("\"content\":\"ab\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\"s\"}]", "hm", "ab")]
    [InlineData("\"content\":\"ab\",\"reasoning_text\":\"hm\"", "hm", "ab")]
    [InlineData("\"content\":null,\"reasoning\":\"hm\",\"audio\":null", "hm", "")]
    [InlineData("\"content\":null,\"audio\":{\"id\":\"x\",\"transcript\":\"ab\"}", "", "ab")]
    public void Reasoning_and_text_are_read_from_several_members(string message, string reasoning, string text)
    {
        var parts = ReadResponse($$"""{"choices":[{"message":{"role":"assistant",{{message}}},"finish_reason":"stop"}]}""").Response!.Parts;
        Assert.Equal(reasoning, string.Concat(parts.OfType<ReasoningPart>().Select(p => p.Text)));
        Assert.Equal(text, string.Concat(parts.OfType<TextPart>().Select(p => p.Text)));
    }

    [Theory]
    [InlineData("\"length\"", FinishReason.Length)]
    [InlineData("\"content_filter\"", FinishReason.ContentFilter)]
    [InlineData("\"function_call\"", FinishReason.Stop)]
    [InlineData("\"eos\"", FinishReason.Stop)]
    [InlineData("null", FinishReason.Stop)]
    public void Unknown_finish_reasons_are_normal_ends(string reason, FinishReason finish) =>
        Assert.Equal(finish, ReadResponse($$"""{"choices":[{"message":{"content":"a"},"finish_reason":{{reason}}}]}""").Response!.Finish);

    [Fact]
    public void Text_and_calls_of_several_choices_are_one_response()
    {
        var response = ReadResponse("""
            {"choices":[{"message":{"content":"a"},"finish_reason":"stop"},{"message":{"content":"b"},"finish_reason":"length"},
              {"message":{"tool_calls":[{"id":"c","function":{"name":"f","arguments":""}}]},"finish_reason":"tool_calls"}]}
            """).Response!;
        Assert.Equal([new TextPart("a"), ToolCallPart.FromText("c", "f", "")], response.Parts);
        Assert.Equal(FinishReason.ToolCalls, response.Finish);
    }

    [Theory]
    [InlineData(FailureKind.Empty, "")]
    [InlineData(FailureKind.Empty, """{"choices":[]}""")]
    [InlineData(FailureKind.Empty, """{"choices":[{"message":{"content":""},"finish_reason":null}]}""")]
    [InlineData(FailureKind.Malformed, "<html><body>502</body></html>")]
    [InlineData(FailureKind.Malformed, "upstream connect error")]
    [InlineData(FailureKind.Malformed, """{"choices":[{"message":{"content":"a""")]
    [InlineData(FailureKind.Malformed, "[]")]
    [InlineData(FailureKind.Malformed, """{"object":"list","data":[]}""")]
    [InlineData(FailureKind.RateLimited, """{"error":{"message":"slow down","code":429}}""")]
    [InlineData(FailureKind.ServerError, """{"error":"it broke"}""")]
    [InlineData(FailureKind.ServerError, """{"message":"it broke"}""")]
    [InlineData(FailureKind.ServerError, """{"choices":[{"error":{"message":"it broke","code":502},"finish_reason":"error","message":{"content":"a"}}]}""")]
    public void An_invalid_response_is_a_failure(FailureKind kind, string body)
    {
        var reading = ReadResponse(body);
        Assert.Null(reading.Response);
        Assert.Equal(kind, reading.Failure!.Kind);
        Assert.NotEqual("", reading.Failure.Message);
    }

    [Fact]
    public void A_full_response_is_written()
    {
        var losses = new LossSink();
        var response = new ChatResponse(
            [
                new ReasoningPart("hm") { Signature = "s" }, new RedactedReasoningPart("blob"),
                new TextPart("a") { Extensions = new(WireProtocol.AnthropicMessages, [new("citations", RawJson.Parse("[]"))]) }, new TextPart("b"),
                ToolCallPart.FromText("c", "f", """{"x":"é"}"""),
            ],
            FinishReason.ToolCalls,
            new TokenUsage(6, 3, 1, 2, 2));
        AssertJson(
            """
            {"id":"chatcmpl-0123456789abcdef01234567","object":"chat.completion","created":1790000000,"model":"p/m",
             "choices":[{"index":0,"message":{"role":"assistant","content":"ab","refusal":null,"reasoning_content":"hm",
               "reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"rm1::s","index":0},{"type":"reasoning.encrypted","data":"rm1:redacted:blob","index":1}],
               "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"x\":\"é\"}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],
             "usage":{"prompt_tokens":10,"completion_tokens":4,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":3,"cache_write_tokens":1},
               "completion_tokens_details":{"reasoning_tokens":2}}}
            """,
            WriteResponse(response, losses: losses));
        Assert.Equal(["content.citations"], losses.Fields);
    }

    [Theory]
    [InlineData(FinishReason.Pause, "stop")]
    [InlineData(FinishReason.ContentFilter, "content_filter")]
    [InlineData(FinishReason.Length, "length")]
    [InlineData(FinishReason.ToolCalls, "stop")]
    public void Reasoning_that_was_not_requested_is_left_out(FinishReason finish, string word)
    {
        var losses = new LossSink();
        var response = new ChatResponse([new ReasoningPart("hm") { Signature = "s" }], finish, null);
        AssertJson(
            $$"""
            {"id":"chatcmpl-0123456789abcdef01234567","object":"chat.completion","created":1790000000,"model":"p/m",
             "choices":[{"index":0,"message":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":"{{word}}"}]}
            """,
            WriteResponse(response, Options with { ShowReasoning = false }, losses));
        Assert.True(losses.IsEmpty);
    }

    private static ResponseReading ReadResponse(string body) => OpenAIChatResponseReader.Read(Encoding.UTF8.GetBytes(body));
}
