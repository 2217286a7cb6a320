using System.Text.Json.Nodes;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tests.Laws;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>The tokens of every recorded response are those that the provider reported, in every form and after every translation.</summary>
public sealed class UsageReplayTests
{
    private const int MinRecordings = 500;

    [SharedDataFact]
    public void The_counts_add_up_to_what_the_provider_reported()
    {
        var differences = Reported().Select(r => (r.Recording, Difference: DifferenceOf(r.Recording, r.Usage))).Where(r => r.Difference is not null).ToList();

        Assert.True(differences.Count == 0, string.Join('\n', differences.Select(d => $"{d.Recording}: {d.Difference}")));
        Assert.True(Reported().Count() >= MinRecordings, $"{Reported().Count()} recordings");
    }

    [SharedDataFact]
    public void A_passthrough_and_a_translation_read_the_same()
    {
        var differences = Reported().Select(r => r.Recording).Where(r => PassedUsageOf(r) != UsageOf(r)).Select(r => $"{r}: {PassedUsageOf(r)} and {UsageOf(r)}").ToList();

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [SharedDataFact]
    public void Translated_counts_read_back_are_unchanged()
    {
        var differences = Reported().SelectMany(r => WireProtocol.All.Select(caller => TranslatedDifferenceOf(r.Recording, caller))).OfType<string>().ToList();

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static IEnumerable<(ReplayedRecording Recording, JsonObject Usage)> Reported() =>
        ReplayedRecording.All.Select(r => (Recording: r, Usage: ReportOf(r)!)).Where(r => r.Usage is not null && !ReplayedHop.ObservedResponseOf(r.Recording).IsFailure);

    // what the provider reported, read without the codecs
    private static JsonObject? ReportOf(ReplayedRecording recording)
    {
        var body = recording.Recording.Body;
        var document = recording.Recording.IsSse ? FoldedStream.Of(recording.Protocol, body) : JsonNode.Parse(body) as JsonObject;
        var usage = document?["usage"] as JsonObject ?? document?["x_groq"]?["usage"] as JsonObject;
        return usage is null || UsageOf(recording) is null ? null : usage;
    }

    private static string? DifferenceOf(ReplayedRecording recording, JsonObject reported)
    {
        var usage = UsageOf(recording)!;
        var (input, output) = (Number(reported, "prompt_tokens") ?? Number(reported, "input_tokens") ?? 0, Number(reported, "completion_tokens") ?? Number(reported, "output_tokens") ?? 0);
        var inside = Detail(reported, "prompt_tokens_details") ?? Detail(reported, "input_tokens_details");
        if (recording.Protocol == WireProtocol.AnthropicMessages)
        {
            var (read, written) = (Number(reported, "cache_read_input_tokens") ?? 0, Number(reported, "cache_creation_input_tokens") ?? 0);
            return Compare((usage.Input, usage.CacheRead, usage.CacheWrite + usage.CacheWriteHour, usage.Completion), (input, read, written, output));
        }

        var total = Math.Max(Number(reported, "total_tokens") ?? 0, input + output);
        var cached = Math.Max(
            Math.Max(Number(inside, "cached_tokens") ?? 0, Number(reported, "cached_tokens") ?? 0),
            Math.Max(Number(reported, "prompt_cache_hit_tokens") ?? 0, Number(reported, "num_cached_tokens") ?? 0));
        return Compare((usage.Prompt, usage.CacheRead, usage.Completion, usage.Total), (input, cached, total - input, total));
    }

    private static string? Compare<T>(T ours, T reported) => Equals(ours, reported) ? null : $"{ours} instead of {reported}";

    private static JsonObject? Detail(JsonObject usage, string name) => usage[name] as JsonObject;

    private static long? Number(JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue(out double number) ? (long)number : null;

    private static TokenUsage? UsageOf(ReplayedRecording recording) =>
        new Hop(recording.Protocol, recording.Protocol).Decode(recording.Recording.Body, recording.Recording.IsSse).OfType<ChatEvent.Completed>().LastOrDefault()?.Usage;

    private static TokenUsage? PassedUsageOf(ReplayedRecording recording)
    {
        var outbound = LawCodec.Get(recording.Protocol.Name).Outbound;
        if (!recording.Recording.IsSse)
        {
            return outbound.ReadPassthrough(recording.Recording.Body, default).Usage;
        }

        var tap = outbound.CreateTap(new() { Rules = new() { OmitsFinishReason = true } });
        TappedStream.Pass(recording.Recording.Body, tap, "\"x\""u8.ToArray(), int.MaxValue / 2);
        return tap.Usage;
    }

    private static string? TranslatedDifferenceOf(ReplayedRecording recording, WireProtocol caller)
    {
        var usage = UsageOf(recording)!;
        var (hop, back) = (new Hop(caller, recording.Protocol), new Hop(caller, caller));
        var events = hop.Decode(recording.Recording.Body, recording.Recording.IsSse);
        var streamed = back.Decode(hop.Stream(events, []), isStream: true).OfType<ChatEvent.Completed>().LastOrDefault()?.Usage;
        var whole = back.Decode(hop.Whole(events, [], new LossSink()), isStream: false).OfType<ChatEvent.Completed>().LastOrDefault()?.Usage;
        return Buckets(streamed) == Buckets(usage) && Buckets(whole) == Buckets(usage)
            ? null
            : $"{recording} to {caller.Name}: {Buckets(usage)} is {Buckets(streamed)} streamed and {Buckets(whole)} whole";
    }

    // OpenAI's protocols have one count for writes of any time; a usage of nothing need not be written
    private static (long Input, long Read, long Written, long Output, long Reasoning) Buckets(TokenUsage? usage) => usage is null
        ? default
        : (usage.Input, usage.CacheRead, usage.CacheWrite + usage.CacheWriteHour, usage.Output, usage.Reasoning);
}
