using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Passthrough;
using RouterMaestro.Protocols.OpenAI.Chat.Passthrough;
using RouterMaestro.Protocols.OpenAI.Responses.Passthrough;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Replay;

public class SameProtocolResponseReplayTests
{
    private static readonly byte[] _served = "\"provider/served-x\""u8.ToArray();

    public static IEnumerable<object[]> ChatStreams => Recordings.Rows(Recordings.ChatCalls.Where(r => r.IsSse));

    public static IEnumerable<object[]> ChatResponses => Recordings.Rows(Recordings.ChatCalls.Where(r => r is { IsSse: false, Status: 200 }));

    public static IEnumerable<object[]> MessagesStreams => Recordings.Rows(Recordings.MessagesCalls.Where(r => r.IsSse));

    public static IEnumerable<object[]> MessagesResponses => Recordings.Rows(Recordings.MessagesCalls.Where(r => r is { IsSse: false, Status: 200 }));

    public static IEnumerable<object[]> ResponsesStreams => Recordings.Rows(Recordings.ResponsesCalls.Where(r => r.IsSse));

    public static IEnumerable<object[]> ResponsesResponses => Recordings.Rows(Recordings.ResponsesCalls.Where(r => r is { IsSse: false, Status: 200 }));

    [SharedDataTheory]
    [MemberData(nameof(ResponsesStreams))]
    public void Responses_streams_keep_their_bytes_except_for_the_model_at_every_split(string name) =>
        CheckStream(Recordings.Get(name), "response.model", () => new ResponsesTap());

    [SharedDataTheory]
    [MemberData(nameof(ResponsesResponses))]
    public void Buffered_Responses_documents_keep_their_bytes_except_for_the_model(string name) => CheckResponse(Recordings.Get(name), ResponsesPassthrough.Read);

    [SharedDataTheory]
    [MemberData(nameof(ChatStreams))]
    public void Chat_streams_keep_their_bytes_except_for_the_model_at_every_split(string name) =>
        CheckStream(Recordings.Get(name), "model", () => new OpenAIChatTap(new() { Repair = true, Rules = RulesFor(name) }));

    [SharedDataTheory]
    [MemberData(nameof(MessagesStreams))]
    public void Messages_streams_keep_their_bytes_except_for_the_model_at_every_split(string name) =>
        CheckStream(Recordings.Get(name), "message.model", () => new AnthropicTap());

    [SharedDataTheory]
    [MemberData(nameof(ChatStreams))]
    public void Only_chunks_with_nothing_but_usage_are_withheld(string name)
    {
        var body = Recordings.Get(name).Body;
        var (passed, _) = TappedStream.Pass(body, new OpenAIChatTap(new() { WithholdUsage = true, Rules = RulesFor(name) }), _served, int.MaxValue / 2);
        var frames = SseFrames.Read(SlowFrameRewriter.Stream(body, "model", _served), int.MaxValue / 2).Frames;
        var expected = frames.Where(f => !IsUsageOnly(f.Data)).SelectMany(f => f.Raw).ToArray();
        Assert.StartsWith(Encoding.UTF8.GetString(passed), Encoding.UTF8.GetString(expected), StringComparison.Ordinal);
        Assert.InRange(passed.Length, 1, expected.Length);
    }

    [SharedDataTheory]
    [MemberData(nameof(ChatResponses))]
    public void Buffered_Chat_documents_keep_their_bytes_except_for_the_model(string name) => CheckResponse(Recordings.Get(name), body => OpenAIChatPassthrough.Read(body, new() { Repair = true }));

    [SharedDataTheory]
    [MemberData(nameof(MessagesResponses))]
    public void Buffered_Messages_documents_keep_their_bytes_except_for_the_model(string name) => CheckResponse(Recordings.Get(name), AnthropicPassthrough.Read);

    // OpenRouter's moonshotai/kimi-k2 and Snowflake Cortex end without a finish reason
    private static StreamRules RulesFor(string name) => new()
    {
        OmitsFinishReason = name.Contains("tools_streaming_variant", StringComparison.Ordinal) || name.Contains("test_snowflake_thinking_streaming", StringComparison.Ordinal),
    };

    private static void CheckStream(Recording recording, string path, Func<IStreamTap> createTap)
    {
        CheckSplits(recording.Body, path, createTap, recording.Name);
        if (!recording.Body.AsSpan().Contains((byte)'\r'))
        {
            CheckSplits(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(recording.Body).Replace("\n", "\r\n", StringComparison.Ordinal)), path, createTap, recording.Name);
        }
    }

    private static void CheckSplits(byte[] stream, string path, Func<IStreamTap> createTap, string name)
    {
        var expected = Encoding.UTF8.GetString(SlowFrameRewriter.Stream(stream, path, _served));
        var random = new Random(stream.Length);
        int[][] splits = [[1], [int.MaxValue / 2], .. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 50).Select(_ => random.Next(1, 400)).ToArray())];
        foreach (var pieces in splits)
        {
            var tap = createTap();
            var (bytes, isOver) = TappedStream.Pass(stream, tap, _served, pieces);
            var passed = Encoding.UTF8.GetString(bytes);
            Assert.Equal(isOver ? expected[..Math.Min(expected.Length, passed.Length)] : expected, passed);
            var failure = tap.End();
            Assert.True(failure is null || TellsError(stream), $"{name}: {failure?.Message}");
        }
    }

    private delegate PassthroughReading Look(ReadOnlySpan<byte> body);

    private static void CheckResponse(Recording recording, Look look)
    {
        var body = recording.Body;
        var reading = look(body);
        var source = JsonNode.Parse(body)!.AsObject();
        if (reading.Failure is { } failure)
        {
            Assert.True(TellsError(body) || (source["choices"] ?? source["content"]) is null, failure.Message);
            return;
        }

        Assert.Equal(source["model"] is not null, !reading.Model.IsEmpty);
        byte[] passed = reading.Model.IsEmpty ? body : [.. body[..reading.Model.Start], .. _served, .. body[reading.Model.End..]];
        Assert.Equal(Encoding.UTF8.GetString(SlowFrameRewriter.Document(body, "model", _served)), Encoding.UTF8.GetString(passed));
        Assert.Equal(TotalTokens(source["usage"]), reading.Usage?.Total ?? 0);
        var reason = (source["choices"]?[0]?["finish_reason"] ?? source["stop_reason"] ?? (source["status"]?.GetValue<string>() == "queued" ? null : source["status"]))?.GetValue<string>();
        Assert.Equal(string.IsNullOrEmpty(reason), reading.Finish is null);
        Assert.Equal(source["choices"] is not null && string.IsNullOrEmpty(reason) ? ["finish_reason"] : [], reading.Repaired);
    }

    private static long TotalTokens(JsonNode? usage)
    {
        string[] buckets = ["input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens"];
        return (long)(usage?["total_tokens"]?.GetValue<double>() ?? buckets.Sum(b => usage?[b]?.GetValue<double>() ?? 0));
    }

    private static bool TellsError(byte[] bytes) => bytes.AsSpan().IndexOf("\"error\""u8) >= 0;

    private static bool IsUsageOnly(string data) =>
        data.StartsWith('{') && JsonNode.Parse(data) is JsonObject chunk && chunk["usage"] is JsonObject && chunk["choices"] is null or JsonArray { Count: 0 };
}
