using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Anthropic.Passthrough;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public class AnthropicTapTests
{
    private const string Start = """message_start|{"type":"message_start","message":{"id":"msg_1","model":"claude-x","content":[],"usage":{"input_tokens":9,"cache_read_input_tokens":2,"output_tokens":1}}}""";
    private const string TextStart = """content_block_start|{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":[]}}""";
    private const string Delta = """content_block_delta|{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}""";
    private const string BlockStop = """content_block_stop|{"type":"content_block_stop","index":0}""";
    private const string End = """message_delta|{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":40}}""";
    private const string Stop = """message_stop|{"type":"message_stop"}""";
    private const string Ping = """ping|{"type":"ping"}""";

    [Fact]
    public void A_stream_is_followed_from_start_to_stop()
    {
        var tap = new AnthropicTap();
        Assert.Equal(
            ["\"claude-x\"", "", "", "content", "content", "", "content", "terminal"],
            Tapping.Inspect(tap, Start, Ping, TextStart, Delta, Delta, BlockStop, End, Stop));
        Assert.Equal((FinishReason.ToolCalls, new TokenUsage(9, 2, 0, 40, 0)), (tap.Finish, tap.Usage));
        Assert.Null(tap.End());
    }

    [Theory]
    [InlineData("""{"type":"tool_use","id":"t","name":"f","input":{}}""", "content")]
    [InlineData("""{"type":"thinking","thinking":""}""", "content")]
    [InlineData("""{"type":"redacted_thinking","data":"x"}""", "content")]
    [InlineData("""{"type":"server_tool_use","id":"t"}""", "content")]
    [InlineData("""{"type":"text","text":"Hi"}""", "content")]
    [InlineData("""{"type":"text","text":""}""", "")]
    public void Blocks_are_content_but_for_empty_text(string block, string expected) =>
        Assert.Equal([expected], Tapping.Inspect(new AnthropicTap(), $$"""content_block_start|{"type":"content_block_start","index":0,"content_block":{{block}}}"""));

    [Theory]
    [InlineData("""{"type":"text_delta","text":""}""", "")]
    [InlineData("""{"type":"input_json_delta","partial_json":"{"}""", "content")]
    [InlineData("""{"type":"signature_delta","signature":"s"}""", "content")]
    [InlineData("""{"type":"future_delta","future":[1]}""", "content")]
    public void Deltas_are_content_when_they_hold_something(string delta, string expected) =>
        Assert.Equal([expected], Tapping.Inspect(new AnthropicTap(), $$"""content_block_delta|{"type":"content_block_delta","index":0,"delta":{{delta}}}"""));

    [Fact]
    public void Frames_without_event_names_are_known_by_their_type_and_given_the_name()
    {
        static string Bare(string frame) => frame[(frame.IndexOf('|', StringComparison.Ordinal) + 1)..];
        var tap = new AnthropicTap(new() { Repair = true });
        Assert.Equal(
            ["\"claude-x\"", "content", "content", "terminal"],
            Tapping.Inspect(tap, Bare(Start), Bare(Delta), """ping|{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""", """{"type":"message_stop"}"""));
        Assert.Equal(FinishReason.Stop, tap.Finish);
        Assert.Equal(["event"], tap.Repaired);
        var data = Encoding.UTF8.GetBytes(Bare(Delta));
        Assert.Equal("content_block_delta", Encoding.UTF8.GetString(new AnthropicTap(new() { Repair = true }).Inspect("\0event"u8, data).EventName.Span));
    }

    [Theory]
    [InlineData("""content_block_delta|{"index":0,"delta":{"type":"text_delta","text":"x"}}""")]
    [InlineData("""content_block_delta|{"type":"content_block_delta","index":0}""")]
    [InlineData("""content_block_delta|{"type":"content_block_delta","index":0,"delta":null}""")]
    [InlineData("""message_delta|{"type":"message_delta"}""")]
    [InlineData("""content_block_start|{"type":"content_block_start","index":0}""")]
    [InlineData("""message_start|{"type":"message_start"}""")]
    public void A_frame_that_clients_drop_or_cannot_read_is_malformed(string frame) =>
        Assert.Equal(["failure"], Tapping.Inspect(new AnthropicTap(new() { Repair = true }), frame));

    [Fact]
    public void An_empty_stop_reason_is_none()
    {
        var tap = new AnthropicTap();
        Tapping.Inspect(tap, Start, Delta, """message_delta|{"type":"message_delta","delta":{"stop_reason":""}}""");
        Assert.Null(tap.Finish);
        Assert.Equal(["failure withheld"], Tapping.Inspect(tap, """message_stop|{"type":"message_stop"}"""));
    }

    [Fact]
    public void Only_the_model_of_the_message_has_a_place() =>
        Assert.Equal(
            ["\"m\" content", "", ""],
            Tapping.Inspect(
                new AnthropicTap(),
                """message_start|{"model":"no","x":{"model":"no"},"message":{"content":[{"model":"no"}],"mod\u0065l":"m"},"type":"message_start"}""",
                """content_block_delta|{"type":"content_block_delta","model":"no","delta":{"type":"x"}}""",
                """ping|{"type":"ping","message":{"model":"no"}}"""));

    [Theory]
    [InlineData("""error|{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", FailureKind.Overloaded, "failure")]
    [InlineData("""{"type":"error","error":{"type":"rate_limit_error","message":"Slow"}}""", FailureKind.RateLimited, "failure withheld")]
    [InlineData("""{"error":{"message":"broke"}}""", FailureKind.ServerError, "failure withheld")]
    [InlineData("""{"error":"broke"}""", FailureKind.ServerError, "failure withheld")]
    [InlineData("""{"message":"broke"}""", FailureKind.ServerError, "failure withheld")]
    [InlineData("""{"detail":"broke"}""", FailureKind.ServerError, "failure withheld")]
    [InlineData("""error|{"error":{"message":"broke"}}""", FailureKind.ServerError, "failure withheld")]
    [InlineData("error|gone", FailureKind.ServerError, "failure withheld")]
    [InlineData("""content_block_start|{"type":"content_block_start",""", FailureKind.Malformed, "failure")]
    [InlineData("""content_block_delta|{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":7}}""", FailureKind.Malformed, "failure")]
    [InlineData("""content_block_delta|{"type":"content_block_delta","index":0,"delta":"Hi"}""", FailureKind.Malformed, "failure")]
    [InlineData("""content_block_delta|{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi","x":[1,]}}""", FailureKind.Malformed, "failure")]
    [InlineData("content_block_delta| ", FailureKind.Malformed, "failure")]
    [InlineData("heartbeat|alive", FailureKind.Malformed, "failure")]
    public void Failures_are_reported(string frame, FailureKind expected, string verdict)
    {
        var tap = new AnthropicTap();
        Assert.Equal(["\"claude-x\"", verdict], Tapping.Inspect(tap, Start, frame));
        Assert.Equal(expected, tap.Failure?.Kind);
        Assert.Same(tap.Failure, tap.End());
    }

    [Fact]
    public void Events_that_are_not_known_may_hold_anything()
    {
        var tap = new AnthropicTap();
        Assert.Equal(
            ["\"claude-x\"", "", "", "withheld", "content"],
            Tapping.Inspect(tap, Start, """heartbeat|{"text":7,"delta":1}""", """heartbeat|{"type":"heartbeat","message":"alive"}""", "heartbeat| ", Delta));
        Assert.Null(tap.Failure);
    }

    [Theory]
    [InlineData(new[] { Start, Delta, End }, null)]
    [InlineData(new[] { Start, End, Stop }, null)]
    [InlineData(new[] { Start, TextStart, Delta, Stop }, FailureKind.Cut)]
    [InlineData(new[] { Start, TextStart, Delta, BlockStop, Stop }, FailureKind.Cut)]
    [InlineData(new[] { Start, Delta, BlockStop }, FailureKind.Cut)]
    [InlineData(new[] { Start, Ping, TextStart }, FailureKind.Empty)]
    [InlineData(new[] { Start, Stop }, FailureKind.Empty)]
    [InlineData(new string[0], FailureKind.Empty)]
    public void The_end_is_judged_by_what_came_before(string[] frames, FailureKind? expected)
    {
        var tap = new AnthropicTap();
        Tapping.Inspect(tap, frames);
        Assert.Equal(expected, tap.End()?.Kind);
    }

    [Fact]
    public void A_provider_without_finish_reasons_ends_with_its_terminal()
    {
        var tap = new AnthropicTap(new() { Rules = new() { OmitsFinishReason = true } });

        Assert.Equal(["\"claude-x\"", "", "content", "terminal"], Tapping.Inspect(tap, Start, TextStart, Delta, Stop));
        Assert.Null(tap.End());
    }

    [Fact]
    public void A_block_that_the_provider_left_open_ends_before_its_message()
    {
        var tap = new AnthropicTap();
        Tapping.Inspect(tap, Start, TextStart, Delta);
        Assert.True(tap.MissingBefore.IsEmpty);

        Tapping.Inspect(tap, End);
        Assert.Equal("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n", System.Text.Encoding.UTF8.GetString(tap.MissingBefore));

        Tapping.Inspect(tap, Stop);
        Assert.True(tap.MissingBefore.IsEmpty);
        Assert.Null(tap.End());
    }

    [Fact]
    public void What_is_broken_behind_the_finish_reason_is_dropped() =>
        Assert.Equal(["\"claude-x\"", "content", "content", "withheld", "withheld", "terminal"], Tapping.Inspect(new AnthropicTap(), Start, Delta, End, "x|{", "[DONE]", Stop));
}
