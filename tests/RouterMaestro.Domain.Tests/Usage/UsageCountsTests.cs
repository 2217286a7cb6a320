using System.Text.Json.Nodes;
using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Usage;
using RouterMaestro.TestKit;

namespace RouterMaestro.Domain.Tests.Usage;

/// <summary>Counts of providers become counts that do not overlap, and none is lost.</summary>
public sealed class UsageCountsTests
{
    private static readonly Gen<UsageCounts> _counts =
        from input in Gen.Long[0, 100_000]
        from cacheRead in Gen.Long[0, 120_000]
        from cacheWrite in Gen.Long[0, 120_000]
        from hour in Gen.Long[0, 1000]
        from output in Gen.Long[0, 50_000]
        from reasoning in Gen.Long[0, 60_000]
        select new UsageCounts { Input = input, CacheRead = cacheRead, CacheWrite = cacheWrite, CacheWriteHour = hour, Output = output, Reasoning = reasoning };

    [Fact]
    public void Caches_inside_the_input_are_taken_out_of_it() => _counts.Sample(counts =>
    {
        var usage = counts.Resolve(UsageConvention.CacheInsideInput)!;
        return usage.Prompt == counts.Input && usage.Completion == counts.Output && IsDisjoint(usage) && usage.CacheRead == Math.Min(counts.CacheRead!.Value, usage.Prompt);
    });

    [Fact]
    public void Caches_beside_the_input_are_added_to_it() => _counts.Sample(counts =>
    {
        var usage = counts.Resolve(UsageConvention.CacheBesideInput)!;
        return usage.Prompt == counts.Input + counts.CacheRead + counts.CacheWrite && usage.Completion == counts.Output && IsDisjoint(usage)
            && usage.CacheWrite + usage.CacheWriteHour == counts.CacheWrite;
    });

    [Fact]
    public void Reasoning_beside_the_output_is_found_by_the_total() => _counts.Sample(counts =>
    {
        var (beside, total) = (counts.Reasoning!.Value, counts.Input + counts.Output + counts.Reasoning);
        var said = (counts with { Total = total }).Resolve(UsageConvention.CacheInsideInput)!;
        var unsaid = (counts with { Total = total, Reasoning = null }).Resolve(UsageConvention.CacheInsideInput)!;
        return said == unsaid && said.Total == total && said.Reasoning == beside && said.Output == counts.Output;
    });

    [Fact]
    public void The_frames_of_a_stream_add_up_to_its_last_counts() => Gen.Select(_counts, _counts).Sample((first, last) =>
    {
        var usage = (last with { CacheWriteHour = null }).Resolve(UsageConvention.CacheBesideInput, first.Resolve(UsageConvention.CacheBesideInput))!;
        return usage.Input == Math.Max(first.Input!.Value, last.Input!.Value)
            && usage.CacheWrite + usage.CacheWriteHour == Math.Max(first.CacheWrite!.Value, last.CacheWrite!.Value)
            && usage.CacheWriteHour == Math.Min(first.CacheWriteHour!.Value, first.CacheWrite!.Value)
            && IsDisjoint(usage);
    });

    [Fact]
    public void Nothing_stated_changes_nothing()
    {
        var before = new TokenUsage(1, 2, 3, 4, 5);

        Assert.Same(before, default(UsageCounts).Resolve(UsageConvention.CacheBesideInput, before));
        Assert.Null(default(UsageCounts).Resolve(UsageConvention.CacheInsideInput));
    }

    [Fact]
    public void What_is_charged_decides_but_the_split_of_reasoning_and_times_stays()
    {
        var usage = new TokenUsage(5080, 0, 10, 30, 12) { CacheWriteHour = 4 };

        Assert.Equal(new TokenUsage(9, 5071, 10, 38, 12) { CacheWriteHour = 4 }, ChargedUsage.Of(usage, new TokenUsage(9, 5071, 14, 50, 0)));
        Assert.Same(usage, ChargedUsage.Of(usage, new TokenUsage(5080, 0, 14, 42, 0)));
    }

    [Fact]
    public void Compactions_are_added_and_other_models_stand_apart()
    {
        var usage = new TokenUsage(100, 0, 0, 20, 5);

        var all = UsageIteration.Add(usage,
        [
            new(UsageIterationKind.Message, null, new() { Input = 60, Output = 5 }),
            new(UsageIterationKind.Compaction, null, new() { Input = 1000, CacheRead = 7, Output = 300 }),
            new(UsageIterationKind.Advisor, "big", new() { Input = 10, Output = 1 }),
            new(UsageIterationKind.Advisor, "big", new() { Input = 20, CacheWrite = 3, CacheWriteHour = 2, Output = 2 }),
            new(UsageIterationKind.Message, null, new() { Input = 40, Output = 15 }),
        ]);

        Assert.Equal(new TokenUsage(1100, 7, 0, 315, 5) { OtherModels = [new("big", new TokenUsage(30, 0, 1, 3, 0) { CacheWriteHour = 2 })] }, all);
        Assert.Equal(all, UsageIteration.Add(all, [new(UsageIterationKind.Message, null, new() { Input = 60, Output = 5 })]));
    }

    [Fact]
    public void A_fallback_names_its_model_and_a_refusal_before_output_costs_nothing()
    {
        var usage = new TokenUsage(412, 0, 0, 264, 0);
        UsageIteration fallback = new(UsageIterationKind.Fallback, "second", new() { Input = 412, Output = 264 });

        Assert.Equal(usage with { Model = "second" }, UsageIteration.Add(usage, [new(UsageIterationKind.Message, "first", new() { Input = 408, Output = 0 }), fallback]));
        Assert.Equal(
            usage with { Model = "second", OtherModels = [new("first", new TokenUsage(408, 0, 0, 9, 0))] },
            UsageIteration.Add(usage, [new(UsageIterationKind.Message, "first", new() { Input = 408, Output = 9 }), fallback]));
    }

    [SharedDataFact]
    public void Gemini_counts_caches_inside_the_prompt_and_reasoning_beside_the_candidates()
    {
        var reports = Recordings.Of("gemini").SelectMany(r => Texts(r)).Select(UsageOf).OfType<JsonObject>().Where(u => Number(u, "totalTokenCount") is not null && Number(u, "promptTokenCount") is not null).ToList();

        Assert.True(reports.Count >= 100, $"{reports.Count} reports");
        Assert.All(reports, report =>
        {
            var usage = new UsageCounts
            {
                Input = Number(report, "promptTokenCount"),
                ToolInput = Number(report, "toolUsePromptTokenCount"),
                CacheRead = Number(report, "cachedContentTokenCount"),
                Output = Number(report, "candidatesTokenCount"),
                Reasoning = Number(report, "thoughtsTokenCount"),
            }.Resolve(UsageConvention.ReasoningBesideOutput)!;

            Assert.True(IsDisjoint(usage));
            Assert.Equal(Number(report, "cachedContentTokenCount") ?? 0, usage.CacheRead);
            Assert.True(usage.Total == Number(report, "totalTokenCount"), report.ToJsonString());
        });
    }

    private static bool IsDisjoint(TokenUsage usage) =>
        usage is { Input: >= 0, CacheRead: >= 0, CacheWrite: >= 0, CacheWriteHour: >= 0, Output: >= 0, Reasoning: >= 0 };

    private static IEnumerable<string> Texts(Recording recording)
    {
        var text = System.Text.Encoding.UTF8.GetString(recording.Body);
        return recording.IsSse ? text.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => line[5..]) : [text];
    }

    private static JsonObject? UsageOf(string json)
    {
        try
        {
            return (JsonNode.Parse(json) as JsonObject)?["usageMetadata"] as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static long? Number(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;
}
