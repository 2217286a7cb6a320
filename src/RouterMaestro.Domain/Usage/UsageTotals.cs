namespace RouterMaestro.Domain.Usage;

/// <summary>Sums over requests. Costs are in billionths of a US dollar.</summary>
public sealed record UsageTotals
{
    /// <summary>Gets the number of requests.</summary>
    public long Requests { get; init; }

    /// <summary>Gets the number of those that got their whole response.</summary>
    public long Completed { get; init; }

    /// <summary>Gets the number of those that got an error in place of a response.</summary>
    public long Refused { get; init; }

    /// <summary>Gets the number of those whose response broke.</summary>
    public long Failed { get; init; }

    /// <summary>Gets the number of those whose caller left.</summary>
    public long Abandoned { get; init; }

    /// <summary>Gets the number of those that another candidate than the first one served.</summary>
    public long Fallbacks { get; init; }

    /// <summary>Gets the number of requests sent to providers.</summary>
    public long Attempts { get; init; }

    /// <summary>Gets the input tokens that were neither read from nor written to a cache.</summary>
    public long Input { get; init; }

    /// <summary>Gets the input tokens read from a cache.</summary>
    public long CacheRead { get; init; }

    /// <summary>Gets the input tokens written to a cache for five minutes, or for a time that the provider did not say.</summary>
    public long CacheWrite { get; init; }

    /// <summary>Gets the input tokens written to a cache for an hour.</summary>
    public long CacheWriteHour { get; init; }

    /// <summary>Gets the output tokens other than reasoning.</summary>
    public long Output { get; init; }

    /// <summary>Gets the reasoning tokens.</summary>
    public long Reasoning { get; init; }

    /// <summary>Gets the cost that providers stated.</summary>
    public long StatedCost { get; init; }

    /// <summary>Gets the cost by the price table where no provider stated one.</summary>
    public long TableCost { get; init; }

    /// <summary>Gets what the requests that a subscription includes would cost by the price table.</summary>
    public long IncludedCost { get; init; }

    /// <summary>Gets the number of requests whose cost is unknown.</summary>
    public long UnknownCosts { get; init; }

    /// <summary>Gets the sums of what providers stated, by unit, exactly.</summary>
    public EquatableArray<StatedSum> Stated { get; init; } = [];

    /// <summary>Gets the time to the first content of completed requests.</summary>
    public Percentiles TimeToFirstContent { get; init; }

    /// <summary>Gets the duration of completed requests.</summary>
    public Percentiles Duration { get; init; }

    /// <summary>Gets the output and reasoning tokens of completed streams per second between first content and end; null if there is no such stream.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Gets all input tokens.</summary>
    public long Prompt => Input + CacheRead + CacheWrite + CacheWriteHour;

    /// <summary>Gets the cost that counts, without that of requests whose cost is unknown and of those that a subscription includes.</summary>
    public long Cost => StatedCost + TableCost;

    /// <summary>Gets the share of completed requests among those that did not end because their caller left; null if there are none.</summary>
    public double? SuccessRate => Requests - Abandoned is > 0 and var decided ? (double)Completed / decided : null;

    /// <summary>Gets the share of the input tokens that were read from a cache; null if there are none.</summary>
    public double? CacheHitRate => Prompt > 0 ? (double)CacheRead / Prompt : null;
}
