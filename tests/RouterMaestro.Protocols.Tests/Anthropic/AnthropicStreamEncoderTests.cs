using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Streaming;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public sealed class AnthropicStreamEncoderTests
{
    private static readonly TokenUsage _usage = new(10, 20, 30, 7, 2);

    [Fact]
    public void Text_streams_as_one_block_between_start_and_stop()
    {
        var frames = Encode(
            new ChatEvent.Started("x", "m", 1, new(5, 0, 0, 0, 0)),
            new ChatEvent.PartStarted(0, PartKind.Text),
            new ChatEvent.PartDelta(0, "Hi \"you\"\n"),
            new ChatEvent.PartDelta(0, ""),
            new ChatEvent.PartEnded(0),
            new ChatEvent.Completed(FinishReason.Stop, _usage));

        Assert.Equal(
            """
            message_start {"type":"message_start","message":{"id":"msg_0123456789abcdef01234567","type":"message","role":"assistant","model":"openai/gpt-x","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"container":null,"context_management":null,"usage":{"input_tokens":5,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0,"cache_creation":null,"server_tool_use":null,"service_tier":null,"inference_geo":null,"iterations":null,"speed":null}}}
            content_block_start {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":[]}}
            content_block_delta {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi \"you\"\n"}}
            content_block_stop {"type":"content_block_stop","index":0}
            message_delta {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null,"stop_details":null,"container":null},"usage":{"input_tokens":10,"cache_creation_input_tokens":30,"cache_read_input_tokens":20,"output_tokens":9,"output_tokens_details":{"thinking_tokens":2},"server_tool_use":null,"iterations":null},"context_management":null}
            message_stop {"type":"message_stop"}
            """,
            frames);
    }

    [Fact]
    public void Calls_that_interleave_are_written_one_after_another()
    {
        var frames = Encode(
            new ChatEvent.PartStarted(0, PartKind.ToolCall) { CallId = "a", Name = "f" },
            new ChatEvent.PartStarted(1, PartKind.ToolCall) { CallId = "b", Name = "g" },
            new ChatEvent.PartDelta(1, "{\"y\":"),
            new ChatEvent.PartDelta(0, "{\"x\":1}"),
            new ChatEvent.PartStarted(2, PartKind.ToolCall) { CallId = "c", Name = "h" },
            new ChatEvent.PartEnded(2),
            new ChatEvent.PartEnded(0),
            new ChatEvent.PartDelta(1, "2}"),
            new ChatEvent.PartEnded(1),
            new ChatEvent.Completed(FinishReason.ToolCalls, null));

        Assert.Equal(
            ["0+f", "0:{\"x\":1}", "0-", "1+g", "1:{\"y\":", "1:2}", "1-", "2+h", "2:{}", "2-", "tool_use"],
            Outline(frames));
    }

    [Fact]
    public void A_call_without_arguments_gets_an_empty_object()
    {
        var frames = Encode(
            new ChatEvent.PartStarted(0, PartKind.ToolCall) { CallId = "a", Name = "f" },
            new ChatEvent.PartDelta(0, "  \n"),
            new ChatEvent.PartEnded(0),
            new ChatEvent.Completed(FinishReason.Stop, null));

        Assert.Equal(["0+f", "0:  \n", "0:{}", "0-", "tool_use"], Outline(frames));
    }

    [Fact]
    public void Reasoning_is_shown_with_its_signature_when_asked_for()
    {
        ChatEvent[] script =
        [
            new ChatEvent.PartStarted(0, PartKind.Reasoning),
            new ChatEvent.PartDelta(0, "hm"),
            new ChatEvent.SignatureDelta(0, "signed"),
            new ChatEvent.PartEnded(0),
            new ChatEvent.PartStarted(1, PartKind.RedactedReasoning) { Data = "blob" },
            new ChatEvent.PartEnded(1),
            new ChatEvent.PartStarted(2, PartKind.Refusal),
            new ChatEvent.PartDelta(2, "no"),
            new ChatEvent.PartEnded(2),
            new ChatEvent.Completed(FinishReason.ContentFilter, null),
        ];

        Assert.Equal(["0+", "0:hm", "0~signed", "0-", "1+blob", "1-", "2+", "2:no", "2-", "refusal"], Outline(Encode(script)));
        Assert.Equal(["0+", "0:no", "0-", "refusal"], Outline(Encode(AnthropicTesting.Options with { ShowReasoning = false }, script)));
    }

    [Fact]
    public void Reasoning_without_a_signature_gets_one_that_names_its_origin()
    {
        ChatEvent[] script =
        [
            new ChatEvent.PartStarted(0, PartKind.Reasoning),
            new ChatEvent.PartStarted(1, PartKind.Reasoning),
            new ChatEvent.PartDelta(1, "two"),
            new ChatEvent.PartDelta(0, "one"),
            new ChatEvent.PartEnded(0),
            new ChatEvent.SignatureDelta(1, "signed"),
            new ChatEvent.PartEnded(1),
            new ChatEvent.PartStarted(2, PartKind.Reasoning),
            new ChatEvent.PartDelta(2, "three"),
            new ChatEvent.Completed(FinishReason.Stop, null),
        ];
        var options = AnthropicTesting.Options with { Identity = AnthropicTesting.Options.Identity with { Model = "lab/\"odd\"" }, ShowReasoning = true };

        Assert.Equal(
            ["0+", "0:one", "0~rm1:from:lab/\"odd\"", "0-", "1+", "1:two", "1~signed", "1-", "2+", "2:three", "2~rm1:from:lab/\"odd\"", "2-", "end_turn"],
            Outline(Encode(options, script)));
    }

    [Fact]
    public void A_failure_is_one_error_frame_and_nothing_follows()
    {
        var frames = Encode(
            new ChatEvent.PartStarted(0, PartKind.Text),
            new ChatEvent.PartDelta(0, "Hi"),
            new ChatEvent.Failed(new(FailureKind.Overloaded, "too much")),
            new ChatEvent.PartEnded(0),
            new ChatEvent.Completed(FinishReason.Stop, null));

        Assert.EndsWith(
            """
            error {"type":"error","error":{"type":"overloaded_error","message":"too much"},"request_id":null}
            """,
            frames);
        Assert.DoesNotContain("message_stop", frames);
    }

    [Theory]
    [InlineData(FinishReason.Stop, null, "end_turn")]
    [InlineData(FinishReason.Stop, "END", "stop_sequence")]
    [InlineData(FinishReason.Length, null, "max_tokens")]
    [InlineData(FinishReason.ToolCalls, null, "end_turn")]
    [InlineData(FinishReason.ContentFilter, null, "refusal")]
    [InlineData(FinishReason.Pause, null, "pause_turn")]
    public void The_finish_reason_is_written_as_a_stop_reason(FinishReason finish, string? sequence, string expected)
    {
        var frames = Encode(new ChatEvent.Completed(finish, null, sequence));

        Assert.Equal([expected], Outline(frames));
    }

    [Fact]
    public void Long_deltas_are_written_without_asking_for_more_than_a_segment()
    {
        var output = new NarrowWriter();
        var encoder = new AnthropicStreamEncoder(AnthropicTesting.Options) { Output = output };
        var text = new string('x', 50_000);

        encoder.Write(new ChatEvent.PartStarted(0, PartKind.Text));
        encoder.Write(new ChatEvent.PartDelta(0, text));

        Assert.Contains($"\"text\":\"{text}\"", Encoding.UTF8.GetString(output.Written), StringComparison.Ordinal);
        Assert.InRange(output.LargestHint, 0, 4000);
    }

    [Fact]
    public void A_delta_allocates_nothing()
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var encoder = new AnthropicStreamEncoder(AnthropicTesting.Options) { Output = output };
        encoder.Write(new ChatEvent.PartStarted(0, PartKind.Text));
        encoder.Write(ChatEventSpan.PartDelta(0, "warm"u8));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            encoder.Write(ChatEventSpan.PartDelta(0, "token"u8));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Encode(params ChatEvent[] script) => Encode(AnthropicTesting.Options, script);

    private static string Encode(ResponseOptions options, params ChatEvent[] script)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new AnthropicStreamEncoder(options) { Output = output };
        foreach (var chatEvent in script)
        {
            encoder.Write(chatEvent);
        }

        return string.Join('\n', AnthropicTesting.Frames(output.WrittenSpan).Select(f => $"{f.Event} {f.Data}"));
    }

    private static IEnumerable<string> Outline(string frames) => frames.Split('\n')
        .Select(line => JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]).RootElement)
        .Select(Sketch)
        .OfType<string>();

    private static string? Sketch(JsonElement frame) => frame.GetProperty("type").GetString() switch
    {
        "content_block_start" => $"{frame.GetProperty("index")}+{Find(frame.GetProperty("content_block"), "name", "data")}",
        "content_block_delta" when frame.GetProperty("delta").TryGetProperty("signature", out var signature) => $"{frame.GetProperty("index")}~{signature}",
        "content_block_delta" => $"{frame.GetProperty("index")}:{Find(frame.GetProperty("delta"), "text", "thinking", "partial_json")}",
        "content_block_stop" => $"{frame.GetProperty("index")}-",
        "message_delta" => frame.GetProperty("delta").GetProperty("stop_reason").GetString(),
        _ => null,
    };

    private static string? Find(JsonElement element, params string[] names) =>
        names.Where(n => element.TryGetProperty(n, out _)).Select(n => element.GetProperty(n).GetString()).FirstOrDefault();

    private sealed class NarrowWriter : IBufferWriter<byte>
    {
        private readonly ArrayBufferWriter<byte> _inner = new();

        public int LargestHint { get; private set; }

        public ReadOnlySpan<byte> Written => _inner.WrittenSpan;

        public void Advance(int count) => _inner.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            LargestHint = Math.Max(LargestHint, sizeHint);
            return _inner.GetMemory(4096)[..4096];
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
