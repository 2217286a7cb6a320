using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
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
            ["\"m\"", "", "content", "\"m\" content terminal"],
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
    [InlineData("""error|{"type":"error","code":"server_error","message":"it broke","param":null}""", "failure")]
    [InlineData("""error|{"type":"error","error":{"type":"server_error","message":"it broke"}}""", "failure")]
    [InlineData("""response.failed|{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"it broke"}}}""", "failure")]
    [InlineData("""{"type":"error","code":"server_error","message":"it broke","param":null}""", "failure withheld")]
    [InlineData("""error|{"error":{"message":"it broke"}}""", "failure withheld")]
    [InlineData("""{"error":"it broke"}""", "failure withheld")]
    [InlineData("""{"detail":"it broke"}""", "failure withheld")]
    [InlineData("""{"object":"error","message":"it broke","type":"BadRequestError"}""", "failure withheld")]
    [InlineData("""response.output_text.delta|{"type":"response.output_text.delta","delta":7}""", "failure")]
    [InlineData("""response.output_text.done|{"type":"response.output_text.done","text":7}""", "failure")]
    [InlineData("""response.output_text.delta|{"type":"response.output_text.delta","delta":"a","logprobs":[1,]}""", "failure")]
    [InlineData("""unheard-of|{"half""", "failure")]
    [InlineData("[DONE]", "withheld")]
    public void Only_the_protocols_own_failures_reach_the_caller(string frame, string verdict) =>
        Assert.Equal(verdict, Tapping.Inspect(new ResponsesTap(), Created, frame)[1]);

    [Fact]
    public void A_response_is_not_complete_while_an_item_is_open()
    {
        var tap = new ResponsesTap();

        Assert.Equal(
            "failure withheld",
            Tapping.Inspect(
                tap,
                Created,
                """{"type":"response.output_item.added","output_index":0,"item":{"type":"message","status":"in_progress","content":[]}}""",
                Delta,
                """{"type":"response.completed","response":{"status":"completed","output":[]}}""")[^1]);
        Assert.Equal(FailureKind.Cut, tap.End()?.Kind);
    }

    [Theory]
    [InlineData(false, "content")]
    [InlineData(true, "failure withheld")]
    public void A_gap_in_the_numbers_is_a_failure_only_if_it_can_be_rescued(bool refuses, string verdict)
    {
        var tap = new ResponsesTap(new() { Rules = new() { RefusesGaps = refuses } });

        Assert.Equal(verdict, Tapping.Inspect(tap, Created, """{"type":"response.output_text.delta","sequence_number":2,"delta":"a"}""")[1]);
        Assert.True(tap.HasGap);
    }

    [Theory]
    [InlineData("response.done")]
    [InlineData("response.delta")]
    [InlineData("response.")]
    [InlineData(".delta")]
    public void Unknown_events_pass_whatever_their_type(string type) =>
        Assert.Equal([""], Tapping.Inspect(new ResponsesTap(), $$"""{{type}}|{"type":"{{type}}"}"""));
}
