using System.Buffers;
using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.OpenAI.Chat.Streaming;
using static RouterMaestro.Domain.Chat.ChatEvent;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatStreamEncoderTests
{
    private const string Head = """data: {"id":"chatcmpl-0123456789abcdef01234567","object":"chat.completion.chunk","created":1790000000,"model":"p/m","choices":[""";

    private static readonly Started _started = new(null, null, null, null);

    [Fact]
    public void A_plain_response_is_encoded() => Assert.Equal(
        Chunk("\"role\":\"assistant\"") + Chunk("\"content\":\"Hel\"") + Chunk("\"content\":\"lo\\n\\\"you\\\"\"") + Chunk("", "\"stop\"")
        + Head + """],"usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,"prompt_tokens_details":{"cached_tokens":2},"completion_tokens_details":{"reasoning_tokens":1}}}""" + "\n\n"
        + "data: [DONE]\n\n",
        Encode(
        [
            _started, new PartStarted(0, PartKind.Text), new PartDelta(0, "Hel"), new PartDelta(0, "lo\n\"you\""), new PartEnded(0),
            new Completed(FinishReason.Stop, new TokenUsage(7, 2, 0, 3, 1)),
        ]));

    [Fact]
    public void Reasoning_refusals_and_calls_have_their_own_members() => Assert.Equal(
        Chunk("\"role\":\"assistant\"")
        + Chunk("\"reasoning_content\":\"hm\"")
        + Chunk("\"refusal\":\"no\"")
        + Chunk("\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]")
        + Chunk("\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]")
        + Chunk("\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{\\\"y\\\":2}\"}}]")
        + Chunk("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]")
        + Chunk("", "\"tool_calls\"")
        + "data: [DONE]\n\n",
        Encode(Calls));

    [Fact]
    public void Reasoning_and_usage_that_were_not_requested_are_left_out()
    {
        var stream = Encode(Calls.SkipLast(1).Append(new Completed(FinishReason.ToolCalls, TokenUsage.Zero)), Options with { ShowReasoning = false, IncludeUsage = false });
        Assert.DoesNotContain("reasoning", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("usage", stream, StringComparison.Ordinal);
    }

    [Fact]
    public void Signatures_are_sent_with_their_reasoning() => Assert.Equal(
        Chunk("\"role\":\"assistant\"")
        + Chunk("\"reasoning_content\":\"h\"") + Chunk("\"reasoning_content\":\"m\"")
        + Chunk("""
            "reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"rm1::ab","index":0}]
            """)
        + Chunk("""
            "reasoning_details":[{"type":"reasoning.encrypted","data":"rm1:redacted:x","index":1}]
            """),
        Encode(
        [
            _started, new PartStarted(0, PartKind.Reasoning), new PartDelta(0, "h"), new PartDelta(0, "m"), new SignatureDelta(0, "a"), new SignatureDelta(0, "b"), new PartEnded(0),
            new PartStarted(1, PartKind.RedactedReasoning) { Data = "x" },
        ]));

    [Fact]
    public void A_failure_is_the_last_frame_and_no_terminal() => Assert.Equal(
        Chunk("\"role\":\"assistant\"") + Chunk("\"content\":\"Hel\"")
        + """data: {"error":{"message":"it broke","type":"api_error","param":null,"code":"server_error"}}""" + "\n\n",
        Encode(
        [
            _started, new PartStarted(0, PartKind.Text), new PartDelta(0, "Hel"), new Failed(new UpstreamFailure(FailureKind.Cut, "it broke")),
            new PartDelta(0, "lo"), new Completed(FinishReason.Stop, null),
        ]));

    [Fact]
    public void An_early_end_still_completes_the_calls() => Assert.Equal(
        Chunk("\"role\":\"assistant\"")
        + Chunk("\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]")
        + Chunk("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]")
        + Chunk("", "\"tool_calls\"") + "data: [DONE]\n\n",
        Encode([new PartStarted(0, PartKind.ToolCall) { CallId = "a", Name = "f" }, new Completed(FinishReason.Stop, null)]));

    [Fact]
    public void A_model_name_with_quotes_is_escaped()
    {
        var stream = Encode([_started], Options with { Identity = Options.Identity with { Model = "p/\"m\"\n" } });
        Assert.Contains("""
            "model":"p/\"m\"\n","choices"
            """, stream, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delta_is_encoded_without_allocation_and_in_pieces_that_fit_a_segment()
    {
        var output = new Segment();
        var encoder = new OpenAIChatStreamEncoder(Options) { Output = output };
        encoder.Write(ChatEventSpan.Started(_started));
        encoder.Write(ChatEventSpan.PartStarted(0, PartKind.Text));
        var text = Encoding.UTF8.GetBytes(new string('x', 9000));
        encoder.Write(ChatEventSpan.PartDelta(0, text));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1000; count++)
        {
            encoder.Write(ChatEventSpan.PartDelta(0, text.AsSpan(0, 20)));
            encoder.Write(ChatEventSpan.PartDelta(0, text));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(output.Written > 9_000_000);
        Assert.InRange(output.MaxAsked, 1, 4000);
    }

    private static List<ChatEvent> Calls =>
    [
        _started,
        new PartStarted(0, PartKind.Reasoning), new PartDelta(0, "hm"), new PartEnded(0),
        new PartStarted(1, PartKind.Refusal), new PartDelta(1, "no"), new PartEnded(1),
        new PartStarted(2, PartKind.ToolCall) { CallId = "a", Name = "f" },
        new PartStarted(3, PartKind.ToolCall) { CallId = "b", Name = "g" },
        new PartDelta(3, "{\"y\":2}"), new PartDelta(2, JsonText.Empty), new PartEnded(2), new PartEnded(3),
        new Completed(FinishReason.ToolCalls, null),
    ];

    private static string Chunk(string delta, string finish = "null") =>
        $$$"""{{{Head}}}{"index":0,"delta":{{{{delta}}}},"finish_reason":{{{finish}}}}]}""" + "\n\n";

    private sealed class Segment : IBufferWriter<byte>
    {
        private readonly byte[] _memory = new byte[4096];

        public long Written { get; private set; }

        public int MaxAsked { get; private set; }

        public void Advance(int count) => Written += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            MaxAsked = Math.Max(MaxAsked, sizeHint);
            return _memory;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
