using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Chat.Streaming;
using static RouterMaestro.Domain.Chat.ChatEvent;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.Script;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatStreamDecoderTests
{
    private const string Usage = """{"id":"c1","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13}}""";

    [Fact]
    public void A_plain_response_is_one_text_part() =>
        Assert.Equal(
            [
                new Started("c1", "m", 7, null),
                new PartStarted(0, PartKind.Text),
                new PartDelta(0, "Hel"),
                new PartDelta(0, "lo\n\"you\""),
                new PartEnded(0),
                new Completed(FinishReason.Stop, new TokenUsage(9, 0, 0, 4, 0)),
            ],
            Decode(
                Chunk("""{"role":"assistant","content":"","refusal":null}"""),
                Chunk("""{"content":"Hel"}"""),
                Chunk("""{"content":"lo\n\"you\""}"""),
                Chunk("{}", "\"stop\""),
                Usage,
                "[DONE]").Events);

    [Fact]
    public void Reasoning_text_refusal_and_later_text_are_separate_parts() =>
        Assert.Equal(
            [
                new PartStarted(0, PartKind.Reasoning), new PartDelta(0, "hm"), new PartDelta(0, "m"), new PartEnded(0),
                new PartStarted(1, PartKind.Text), new PartDelta(1, "a"), new PartEnded(1),
                new PartStarted(2, PartKind.Refusal), new PartDelta(2, "no"), new PartEnded(2),
                new PartStarted(3, PartKind.Text), new PartDelta(3, "b"), new PartEnded(3),
            ],
            Decode(
                Chunk("""{"reasoning_content":"hm","content":null}"""),
                Chunk("""{"reasoning":"m","reasoning_content":"m"}"""),
                Chunk("""{"content":"a"}"""),
                Chunk("""{"refusal":"no"}"""),
                Chunk("""{"content":"b"}""", "\"stop\""),
                "[DONE]").Events[1..^1]);

    [Fact]
    public void Interleaved_tool_calls_keep_their_parts() =>
        Assert.Equal(
            [
                new PartStarted(0, PartKind.Text), new PartDelta(0, "look"), new PartEnded(0),
                new PartStarted(1, PartKind.ToolCall) { CallId = "a", Name = "f" },
                new PartStarted(2, PartKind.ToolCall) { CallId = "b", Name = "g" },
                new PartDelta(2, "{\"y\""),
                new PartDelta(1, "{\"x\":1}"),
                new PartDelta(2, ":2}"),
                new PartEnded(1), new PartEnded(2),
                new Completed(FinishReason.ToolCalls, null),
            ],
            Decode(
                Chunk("""{"content":"look"}"""),
                Chunk("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}"""),
                Chunk("""{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{\"y\""}},{"index":0,"function":{"arguments":"{\"x\":1}"}}]}"""),
                Chunk("""{"tool_calls":[{"index":1,"function":{"arguments":":2}"}}]}""", "\"stop\""),
                "[DONE]").Events[1..]);

    [Fact]
    public void A_complete_call_ends_when_the_next_part_begins() =>
        Assert.Equal(
            [
                new PartStarted(0, PartKind.ToolCall) { CallId = "a", Name = "f" },
                new PartDelta(0, "{\"x\":\"}\\\\\\\"\""), new PartDelta(0, ""","y":[{}]}"""), new PartEnded(0),
                new PartStarted(1, PartKind.ToolCall) { CallId = "b", Name = "g" },
                new PartDelta(1, "{}"), new PartEnded(1),
                new PartStarted(2, PartKind.Text), new PartDelta(2, "done"), new PartEnded(2),
            ],
            Decode(
                Chunk("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":\"}\\\\\\\"\u0022"}}]}"""),
                Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":",\"y\":[{}]}"}}]}"""),
                Chunk("""{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}]}"""),
                Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":" "}}],"content":"done"}"""),
                "[DONE]").Events[1..^1]);

    [Fact]
    public void A_call_starts_with_its_name() =>
        Assert.Equal(
            [
                new PartStarted(0, PartKind.ToolCall) { CallId = "", Name = "f" },
                new PartDelta(0, "{\"x\""), new PartDelta(0, ":1}"), new PartEnded(0),
            ],
            Decode(
                Chunk("""{"tool_calls":[{"index":0,"id":"","function":{"name":null,"arguments":"{\"x\""}}]}"""),
                Chunk("""{"tool_calls":[{"index":0,"function":{"name":"f","arguments":":1}"}}]}"""),
                "[DONE]").Events[1..^1]);

    [Theory]
    [InlineData("""{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}},{"id":"b","function":{"name":"g","arguments":"{}"}}]}""")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}},{"index":0,"id":null,"function":{"name":"f","arguments":""}},{"index":0,"id":"b","function":{"name":"g","arguments":"{}"}}]}""")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}},{"index":0,"id":"b","function":{"name":"g","arguments":{}}}]}""")]
    public void Calls_with_equal_or_missing_indices_are_separated_by_id(string delta)
    {
        var parts = Decode(Chunk(delta), "[DONE]").Fold().Parts;
        Assert.Equal([new ToolCallPart("a", "f", Domain.RawJson.EmptyObject), new ToolCallPart("b", "g", Domain.RawJson.EmptyObject)], parts);
    }

    [Fact]
    public void The_legacy_function_call_is_a_tool_call() =>
        Assert.Equal(
            [ToolCallPart.FromText("", "f", """{"x":1}""")],
            Decode(
                Chunk("""{"function_call":{"name":"f","arguments":""}}"""),
                Chunk("""{"function_call":{"arguments":"{\"x\":1}"}}""", "\"function_call\"")).Fold().Parts);

    [Fact]
    public void Text_and_calls_of_several_choices_are_one_response()
    {
        var response = Decode(
            """{"choices":[{"index":0,"delta":{"content":"hi"}},{"index":1,"delta":{"content":"HI"}}]}""",
            """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f"}}]},"index":1,"finish_reason":"tool_calls"}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""").Fold();
        Assert.Equal([new TextPart("hi"), new ToolCallPart("a", "f", Domain.RawJson.EmptyObject)], response.Parts);
        Assert.Equal(FinishReason.ToolCalls, response.Finish);
    }

    [Fact]
    public void Content_blocks_are_read_as_text_and_reasoning() =>
        Assert.Equal(
            [new ReasoningPart("let me") { Signature = "rm1:from:|content" }, new TextPart("ok then")],
            Decode(
                Chunk("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"let "}]}]}"""),
                Chunk("""{"content":[{"type":"thinking","thinking":"me"},{"type":"text","text":"ok"},{"type":"reference","reference_ids":[1]}," then"]}"""),
                Chunk("{}", "\"stop\"")).Fold().Parts);

    [Fact]
    public void Provisional_usage_is_ignored() =>
        Assert.Equal(
            new TokenUsage(9, 0, 0, 4, 0),
            Decode(
                """{"choices":[{"index":0,"delta":{"content":"x"}}],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}""",
                """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null,"x_groq":{"id":"r","usage":{"prompt_tokens":9,"completion_tokens":4}}}""",
                """{"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}""",
                "[DONE]").Fold().Usage);

    [Fact]
    public void Empty_members_are_ignored() =>
        Assert.Equal(
            [new ReasoningPart("hm") { Signature = """rm1:from:|[{"type":"reasoning.text","text":"hm","signature":"s"}]""" }, new TextPart("hi"), ToolCallPart.FromText("a", "f", "{}")],
            Decode(
                Chunk("""{"content":"","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s"}],"function_call":{"name":"","arguments":""}}"""),
                Chunk("""{"content":"hi","audio":{"transcript":""},"tool_calls":[{"index":0,"id":"a","custom":{"name":"","input":""},"function":{"name":"f","arguments":"{}"},"type":"function"}]}""", "\"\""),
                """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"","function":{"name":"","arguments":""}}]},"finish_reason":"tool_calls"}],"error":null}""",
                """{"choices":[],"error":"","object":""}""",
                "[DONE]").Fold().Parts);

    [Fact]
    public void A_transcript_of_spoken_output_is_text() =>
        Assert.Equal(
            [new TextPart("said")],
            Decode(Chunk("""{"content":null,"audio":{"id":"x","transcript":"sa"}}"""), Chunk("""{"audio":{"transcript":"id","data":"AAAA"}}"""), "[DONE]").Fold().Parts);

    [Fact]
    public void A_first_chunk_without_id_and_model_is_ignored() =>
        Assert.Equal(
            new Started("c1", "m", 7, null),
            Decode("""{"id":"","created":0,"model":"","object":"","choices":[],"prompt_filter_results":[{}]}""", Chunk("""{"content":"x"}"""), "[DONE]").Events[0]);

    [Theory]
    [InlineData(FailureKind.Empty)]
    [InlineData(FailureKind.Empty, "[DONE]")]
    [InlineData(FailureKind.Empty, """{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""")]
    [InlineData(FailureKind.Cut, """{"choices":[{"index":0,"delta":{"content":"Hel"}}]}""")]
    [InlineData(FailureKind.Malformed, "<html>")]
    [InlineData(FailureKind.Malformed, " ")]
    [InlineData(FailureKind.Malformed, """{"choices":[{"index":0,"delta":{"content":7}}]}""")]
    [InlineData(FailureKind.Malformed, """{"choices":[{"index":0,"delta":7}]}""")]
    [InlineData(FailureKind.Malformed, """{"choices":7}""")]
    [InlineData(FailureKind.Malformed, """{"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"name":"f","arguments":7}}]}}]}""")]
    [InlineData(FailureKind.Cut, """{"choices":[{"index":0,"delta":{"content":"Hel"}},{"index":1,"delta":{"content":"Hel"}}]}""", """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")]
    [InlineData(FailureKind.ServerError, """{"detail":"oops"}""")]
    [InlineData(FailureKind.ServerError, """{"error":500}""")]
    [InlineData(FailureKind.Malformed, """{"choices":[{"index":0,"delta":{"content":"Hel""")]
    [InlineData(FailureKind.Malformed, """{"choices":[]} x""")]
    [InlineData(FailureKind.Malformed, """["choices"]""")]
    [InlineData(FailureKind.ServerError, """{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}""")]
    [InlineData(FailureKind.ServerError, """{"error":{"message":"Provider returned error","code":502},"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"error"}]}""")]
    [InlineData(FailureKind.RateLimited, """{"error":{"message":"slow down","type":"rate_limit_error"}}""")]
    [InlineData(FailureKind.ContextOverflow, """{"error":{"message":"This model's maximum context length is 10 tokens","type":"x","code":null}}""")]
    [InlineData(FailureKind.InvalidRequest, """{"object":"error","message":"bad","type":"BadRequestError","code":400}""")]
    public void An_invalid_stream_fails_once(FailureKind kind, params string[] frames)
    {
        var events = Decode(frames).Events;
        Assert.IsType<Started>(events[0]);
        Assert.Equal(kind, Assert.IsType<Failed>(events[^1]).Failure.Kind);
        Assert.Single(events.OfType<Failed>());
        Assert.Empty(events.OfType<Completed>());
    }

    [Fact]
    public void A_terminal_without_a_finish_reason_is_a_cut_unless_the_provider_never_sends_one()
    {
        var script = new Script();
        var decoder = new OpenAIChatStreamDecoder(new LossSink());
        decoder.Decode([], Encoding.UTF8.GetBytes(Chunk("""{"content":"x"}""")), script);
        decoder.Decode([], "[DONE]"u8, script);

        Assert.Equal(FailureKind.Cut, Assert.IsType<Failed>(script.Events[^1]).Failure.Kind);
        Assert.Equal(FinishReason.Stop, Decode(Chunk("""{"content":"x"}"""), "[DONE]").Fold().Finish);
    }

    [Fact]
    public void An_error_event_is_a_failure()
    {
        var script = new Script();
        new OpenAIChatStreamDecoder(new LossSink()).Decode("error"u8, """{"error":{"message":"it broke","type":"invalid_request_error","code":"json_validate_failed"}}"""u8, script);
        var failure = Assert.IsType<Failed>(script.Events[^1]).Failure;
        Assert.Equal((FailureKind.InvalidRequest, "it broke", "json_validate_failed"), (failure.Kind, failure.Message, failure.Code));
    }

    [Fact]
    public void A_finish_reason_completes_a_stream_that_breaks_afterwards()
    {
        var response = Decode(Chunk("""{"content":"x"}""", "\"length\""), "{\"trunc").Fold();
        Assert.Equal(FinishReason.Length, response.Finish);
    }

    [Fact]
    public void Invalid_UTF8_is_no_JSON()
    {
        var script = new Script();
        var decoder = new OpenAIChatStreamDecoder(new LossSink(), new() { OmitsFinishReason = true });
        decoder.Decode([], Encoding.Latin1.GetBytes(Chunk("""{"content":"é"}""")), script);
        Assert.Equal(FailureKind.Malformed, Assert.IsType<Failed>(script.Events[^1]).Failure.Kind);
    }

    [Fact]
    public void A_delta_is_decoded_without_allocation()
    {
        var decoder = new OpenAIChatStreamDecoder(new LossSink());
        var sink = new Counter();
        var frame = Encoding.UTF8.GetBytes(Chunk("""{"content":"some words"}"""));
        for (var warm = 0; warm < 100; warm++)
        {
            decoder.Decode([], frame, sink);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1000; count++)
        {
            decoder.Decode([], frame, sink);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1102, sink.Count);
    }

    private sealed class Counter : IChatEventSink
    {
        public int Count { get; private set; }

        public void Write(in ChatEventSpan span) => Count++;
    }
}
