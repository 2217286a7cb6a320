using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Domain.Usage;

/// <summary>
/// The counts of a response as a provider states them, and the only place that turns them into counts that do not overlap. Counts that are not stated
/// are null.
/// </summary>
internal struct UsageCounts
{
    /// <summary>Gets or sets the input tokens.</summary>
    public long? Input { get; set; }

    /// <summary>Gets or sets the input tokens of the results of the provider's own tools, where they are counted apart.</summary>
    public long? ToolInput { get; set; }

    /// <summary>Gets or sets the input tokens read from a cache.</summary>
    public long? CacheRead { get; set; }

    /// <summary>Gets or sets the input tokens written to a cache for any time.</summary>
    public long? CacheWrite { get; set; }

    /// <summary>Gets or sets the input tokens written to a cache for five minutes.</summary>
    public long? CacheWriteMinutes { get; set; }

    /// <summary>Gets or sets the input tokens written to a cache for an hour.</summary>
    public long? CacheWriteHour { get; set; }

    /// <summary>Gets or sets the output tokens.</summary>
    public long? Output { get; set; }

    /// <summary>Gets or sets the tokens spent on reasoning.</summary>
    public long? Reasoning { get; set; }

    /// <summary>Gets or sets all tokens.</summary>
    public long? Total { get; set; }

    /// <summary>Gets or sets the service tier.</summary>
    public string? ServiceTier { get; set; }

    /// <summary>Gets or sets the cost.</summary>
    public UsageCharge? Charge { get; set; }

    private readonly bool IsEmpty => Input is null && Output is null && CacheRead is null && CacheWrite is null;

    /// <summary>Returns the counts without overlaps.</summary>
    /// <param name="convention">How the provider's counts overlap.</param>
    /// <param name="before">The usage so far of the same stream. Counts only grow, so the higher one is used.</param>
    /// <returns>The usage; <paramref name="before"/> if nothing is stated.</returns>
    public readonly TokenUsage? Resolve(UsageConvention convention, TokenUsage? before = null)
    {
        if (IsEmpty)
        {
            return before;
        }

        return convention switch
        {
            UsageConvention.CacheInsideInput => ResolveInside(),
            UsageConvention.CacheBesideInput => ResolveBeside(before ?? TokenUsage.Zero),
            _ => ResolveGemini(),
        };
    }

    private readonly TokenUsage ResolveInside()
    {
        var (input, output, reasoning) = (Input ?? 0, Output ?? 0, Reasoning ?? 0);
        var beside = (Total ?? 0) - input - output;
        if (beside > 0 && (reasoning == 0 || reasoning == beside))
        {
            output += beside;
            reasoning = beside;
        }

        return Make(input, output, reasoning);
    }

    private readonly TokenUsage ResolveGemini()
    {
        var reasoning = Reasoning ?? 0;
        return Make((Input ?? 0) + (ToolInput ?? 0), (Output ?? 0) + reasoning, reasoning);
    }

    // details above their total would make a count negative; OpenRouter counts Gemini's cached tokens as written too
    private readonly TokenUsage Make(long input, long output, long reasoning)
    {
        var cacheRead = Math.Min(CacheRead ?? 0, input);
        var cacheWrite = Math.Min(CacheWrite ?? 0, input - cacheRead);
        reasoning = Math.Min(reasoning, output);
        return new(input - cacheRead - cacheWrite, cacheRead, cacheWrite, output - reasoning, reasoning) { ServiceTier = ServiceTier, Charge = Charge };
    }

    private readonly TokenUsage ResolveBeside(TokenUsage before)
    {
        var output = Math.Max(Output ?? 0, before.Completion);
        var reasoning = Math.Min(Math.Max(Reasoning ?? 0, before.Reasoning), output);

        // the first frame of a stream tells the times of the writes, the last one only their sum
        var written = Math.Max(CacheWrite ?? (CacheWriteMinutes ?? 0) + (CacheWriteHour ?? 0), before.CacheWrite + before.CacheWriteHour);
        var hour = Math.Min(Math.Max(CacheWriteHour ?? 0, before.CacheWriteHour), written);
        return new(
            Math.Max(Input ?? 0, before.Input),
            Math.Max(CacheRead ?? 0, before.CacheRead),
            written - hour,
            output - reasoning,
            reasoning)
        {
            CacheWriteHour = hour,
            ServiceTier = ServiceTier ?? before.ServiceTier,
            Model = before.Model,
            OtherModels = before.OtherModels,
            Charge = Charge ?? before.Charge,
        };
    }
}
