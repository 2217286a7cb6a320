using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Streaming;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public sealed class AnthropicStreamDecoderTests
{
    private const string Start = """{"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":5,"output_tokens":1}}}""";
    private const string TextStart = """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""";
    private const string Hi = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}""";
    private const string Stop0 = """{"type":"content_block_stop","index":0}""";
    private const string EndTurn = """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":7}}""";
    private const string End = """{"type":"message_stop"}""";

    [Fact]
    public void A_normal_stream_becomes_the_expected_events()
    {
        Assert.Equal(
            [
                new ChatEvent.Started("msg_1", "m", null, new(5, 0, 0, 1, 0)),
                new ChatEvent.PartStarted(0, PartKind.Text),
                new ChatEvent.PartDelta(0, "Hi"),
                new ChatEvent.PartEnded(0),
                new ChatEvent.Completed(FinishReason.Stop, new(5, 0, 0, 7, 0)),
            ],
            Decode(Start, """{"type":"ping"}""", TextStart, Hi, Stop0, EndTurn, End));
    }

    [Theory]
    [InlineData(Start, Start, TextStart, Hi, Stop0, EndTurn, End)]
    [InlineData(TextStart, Hi, Stop0, EndTurn, End)]
    [InlineData(Start, Hi, Stop0, EndTurn, End)]
    [InlineData(Start, TextStart, Hi, EndTurn, End)]
    [InlineData(Start, TextStart, Hi, Stop0, EndTurn)]
    [InlineData(Start, TextStart, """{"type":"new_event","x":[1]}""", Hi, """{"odd":true}""", Stop0, EndTurn, End, Hi)]
    [InlineData(Start, """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Hi"}}""", Stop0, EndTurn, End)]
    [InlineData(Start, TextStart, """{"delta":{"text":"Hi"},"index":0,"type":"content_block_delta"}""", Stop0, Stop0, EndTurn, End)]
    [InlineData(Start, TextStart, """{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"text":"no"}}}""", Hi, EndTurn, End)]
    public void Frames_that_a_provider_omits_or_repeats_change_nothing(params string[] frames)
    {
        var script = Decode(frames);

        Assert.IsType<ChatEvent.Started>(script[0]);
        Assert.Equal(
            [new ChatEvent.PartStarted(0, PartKind.Text), new ChatEvent.PartDelta(0, "Hi"), new ChatEvent.PartEnded(0)],
            script[1..^1]);
        Assert.Equal(FinishReason.Stop, Assert.IsType<ChatEvent.Completed>(script[^1]).Finish);
    }

    [Fact]
    public void Blocks_without_a_part_take_no_index()
    {
        var script = Decode(
            Start,
            """{"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{}"}}""",
            Stop0,
            """{"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"a","signature":"b"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"thinking_delta","thinking":"c"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"signature_delta","signature":"d"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"redacted_thinking","data":"e"}}""",
            """{"type":"content_block_stop","index":2}""",
            EndTurn,
            End);

        Assert.Equal(
            [
                new ChatEvent.PartStarted(0, PartKind.Reasoning),
                new ChatEvent.PartDelta(0, "a"),
                new ChatEvent.SignatureDelta(0, "b"),
                new ChatEvent.PartDelta(0, "c"),
                new ChatEvent.SignatureDelta(0, "d"),
                new ChatEvent.PartEnded(0),
                new ChatEvent.PartStarted(1, PartKind.RedactedReasoning) { Data = "e" },
                new ChatEvent.PartEnded(1),
            ],
            script[1..^1]);
    }

    [Fact]
    public void Calls_may_stay_open_side_by_side_but_end_before_text()
    {
        var script = Decode(
            Start,
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f","input":{}}}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"b","name":"g","input":{"x":"\"1"}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"y\":2}"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"x\":1}"}}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use"}}""",
            """{"type":"message_stop"}""");

        Assert.Equal(
            [
                new ChatEvent.PartStarted(0, PartKind.ToolCall) { CallId = "a", Name = "f" },
                new ChatEvent.PartStarted(1, PartKind.ToolCall) { CallId = "b", Name = "g" },
                new ChatEvent.PartDelta(1, """{"x":"\"1"}"""),
                new ChatEvent.PartDelta(0, """{"y":2}"""),
                new ChatEvent.PartEnded(0),
                new ChatEvent.PartEnded(1),
                new ChatEvent.PartStarted(2, PartKind.Text),
                new ChatEvent.PartEnded(2),
                new ChatEvent.Completed(FinishReason.ToolCalls, new(5, 0, 0, 1, 0)),
            ],
            script[1..]);
    }

    [Theory]
    [InlineData(FailureKind.Empty, new string[0])]
    [InlineData(FailureKind.Empty, new[] { Start })]
    [InlineData(FailureKind.Empty, new[] { Start, End })]
    [InlineData(FailureKind.Cut, new[] { Start, TextStart, Hi, Stop0 })]
    [InlineData(FailureKind.Cut, new[] { Start, TextStart, Hi, End })]
    [InlineData(FailureKind.Cut, new[] { Start, TextStart, Hi, Stop0, End })]
    [InlineData(FailureKind.Malformed, new[] { Start, "{\"type\":" })]
    [InlineData(FailureKind.Malformed, new[] { Start, " " })]
    [InlineData(FailureKind.Malformed, new[] { Start, """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":7}}""" })]
    [InlineData(FailureKind.Malformed, new[] { Start, """{"type":"content_block_delta","index":0,"delta":7}""" })]
    [InlineData(FailureKind.ServerError, new[] { Start, """{"detail":"oops"}""" })]
    [InlineData(FailureKind.Malformed, new[] { Start, "[]" })]
    [InlineData(FailureKind.Malformed, new[] { Start, Stop0 + Stop0 })]
    [InlineData(FailureKind.Overloaded, new[] { """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""" })]
    [InlineData(FailureKind.RateLimited, new[] { Start, """{"type":"error","error":{"type":"rate_limit_error","message":"slow"}}""" })]
    [InlineData(FailureKind.ServerError, new[] { Start, TextStart, Hi, """{"error":{"message":"oops"}}""" })]
    [InlineData(FailureKind.ContextOverflow, new[] { """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 5 tokens > 4 maximum"}}""" })]
    public void Other_ends_are_failures_and_the_last_event(FailureKind kind, string[] frames)
    {
        var script = Decode([.. frames, EndTurn, End], stopAfter: frames.Length);

        Assert.IsType<ChatEvent.Started>(script[0]);
        Assert.Equal(kind, Assert.IsType<ChatEvent.Failed>(script[^1]).Failure.Kind);
        Assert.Single(script, e => e is ChatEvent.Failed or ChatEvent.Completed);
    }

    [Fact]
    public void A_provider_without_finish_reasons_ends_with_its_terminal()
    {
        var builder = new ChatResponseBuilder();
        var decoder = new AnthropicStreamDecoder(new LossSink(), new() { OmitsFinishReason = true });
        foreach (var frame in new[] { Start, TextStart, Hi, End })
        {
            decoder.Decode(default, Encoding.UTF8.GetBytes(frame), builder);
        }

        Assert.Equal(FinishReason.Stop, builder.Build().Finish);
    }

    [Fact]
    public void A_failure_in_the_stream_keeps_the_document()
    {
        var failed = Assert.IsType<ChatEvent.Failed>(
            Decode("""{"type":"error","error":{"type":"api_error","message":"down","details":null},"request_id":"req_9"}""")[^1]);

        Assert.Equal(("down", "api_error", "req_9", null), (failed.Failure.Message, failed.Failure.Type, failed.Failure.UpstreamRequestId, failed.Failure.Status));
        Assert.NotNull(failed.Failure.Body);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_a_failure()
    {
        var builder = new ChatResponseBuilder();

        new AnthropicStreamDecoder(new LossSink()).Decode(default, [.. """{"type":"content_block_delta","index":0,"delta":{"text":"a"""u8, 0xff, .. "\"}}"u8], builder);

        Assert.Equal(FailureKind.Malformed, builder.Failure?.Kind);
    }

    [Fact]
    public void A_type_may_come_as_the_name_of_the_event_alone()
    {
        var builder = new ChatResponseBuilder();
        var decoder = new AnthropicStreamDecoder(new LossSink());

        decoder.Decode("content_block_delta"u8, """{"index":0,"delta":{"type":"text_delta","text":"Hi"}}"""u8, builder);
        decoder.Decode("message_delta"u8, """{"delta":{"stop_reason":"stop_sequence","stop_sequence":"E\u00e9"}}"""u8, builder);
        decoder.Decode("message_stop"u8, "{}"u8, builder);

        Assert.Equal(new ChatResponse([new TextPart("Hi")], FinishReason.Stop, null) { StopSequence = "Eé" }, builder.Build());
        Assert.True(decoder.IsEnded);
    }

    [Fact]
    public void A_delta_allocates_nothing()
    {
        var decoder = new AnthropicStreamDecoder(new LossSink());
        var sink = new Nowhere();
        var hi = Encoding.UTF8.GetBytes(Hi);
        decoder.Decode(default, hi, sink);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            decoder.Decode(default, hi, sink);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1001, sink.Deltas);
    }

    private static List<ChatEvent> Decode(params string[] frames) => Decode(frames, frames.Length);

    private static List<ChatEvent> Decode(string[] frames, int stopAfter)
    {
        var script = new Recorder();
        var decoder = new AnthropicStreamDecoder(new LossSink());
        for (var at = 0; at < frames.Length; at++)
        {
            if (at == stopAfter)
            {
                decoder.End(script);
            }

            decoder.Decode(default, Encoding.UTF8.GetBytes(frames[at]), script);
        }

        decoder.End(script);
        Assert.True(decoder.IsEnded);
        return script.Events;
    }

    private sealed class Recorder : IChatEventSink
    {
        public List<ChatEvent> Events { get; } = [];

        public void Write(in ChatEventSpan span) => Events.Add(span.ToEvent());
    }

    private sealed class Nowhere : IChatEventSink
    {
        public int Deltas { get; private set; }

        public void Write(in ChatEventSpan span) => Deltas += span.Kind == ChatEventKind.PartDelta ? 1 : 0;
    }
}
