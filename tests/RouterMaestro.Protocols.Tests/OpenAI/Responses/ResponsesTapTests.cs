using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.OpenAI.Responses.Passthrough;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

public class ResponsesTapTests
{
    private const string Created = """response.created|{"type":"response.created","response":{"id":"r","metadata":{"model":"no"},"model":"m","tools":[{"model":"no"}]},"sequence_number":0}""";
    private const string Delta = """response.output_text.delta|{"type":"response.output_text.delta","delta":"\"model\":\"no\""}""";

    [Fact]
    public void A_stream_is_followed_to_its_terminal()
    {
        var tap = new ResponsesTap();

        Assert.Equal(
            ["\"m\"", "", "content", "\"m\" terminal"],
            Tapping.Inspect(
                tap,
                Created,
                """response.output_item.added|{"type":"response.output_item.added","item":{"type":"message","content":[]}}""",
                Delta,
                """response.incomplete|{"type":"response.incomplete","response":{"model":"m","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message"}],"usage":{"input_tokens":7,"input_tokens_details":{"cached_tokens":2},"output_tokens":4,"output_tokens_details":{"reasoning_tokens":1}}}}"""));
        Assert.Equal((FinishReason.Length, new TokenUsage(5, 2, 0, 3, 1)), (tap.Finish, tap.Usage));
        Assert.Null(tap.End());
        Assert.Null(tap.Failure);
    }

    [Theory]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"reasoning","summary":[]}}""", "")]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"function_call","name":"f"}}""", "content")]
    [InlineData("""{"type":"response.reasoning_summary_text.delta","delta":"x"}""", "content")]
    [InlineData("""{"type":"response.function_call_arguments.delta","delta":"{"}""", "content")]
    [InlineData("""{"type":"response.queued","response":{"model":null}}""", "")]
    [InlineData("""{"type":"keepalive","sequence_number":3}""", "")]
    [InlineData("""{"type":"response.some_day","x":1}""", "")]
    public void Only_frames_with_content_count_as_content(string frame, string expected) =>
        Assert.Equal([expected], Tapping.Inspect(new ResponsesTap(), "|" + frame));

    [Theory]
    [InlineData("""{"type":"error","code":"server_error","message":"it broke","param":null}""")]
    [InlineData("""{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"it broke"}}}""")]
    public void A_failure_is_reported(string frame)
    {
        var tap = new ResponsesTap();

        Assert.Contains("failure", Assert.Single(Tapping.Inspect(tap, "|" + frame)), StringComparison.Ordinal);
        Assert.Equal("it broke", tap.Failure?.Message);
    }

    [Fact]
    public void A_stream_without_terminal_is_a_failure()
    {
        var tap = new ResponsesTap();
        Tapping.Inspect(tap, Created, Delta);

        Assert.NotNull(tap.End());
    }

    [Theory]
    [InlineData("response.done")]
    [InlineData("response.delta")]
    [InlineData("response.")]
    [InlineData(".delta")]
    public void Unknown_events_pass_whatever_their_type(string type) =>
        Assert.Equal([""], Tapping.Inspect(new ResponsesTap(), $$"""{{type}}|{"type":"{{type}}"}"""));
}
