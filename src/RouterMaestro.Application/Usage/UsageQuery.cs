using RouterMaestro.Domain;

namespace RouterMaestro.Application.Usage;

/// <summary>Which requests a query is about: those that began from <paramref name="From"/> on, and before <paramref name="Until"/>.</summary>
/// <param name="From">The beginning. Roll-ups know whole hours: it is moved back to the hour in UTC.</param>
/// <param name="Until">The end, moved on to the hour.</param>
public sealed record UsageFilter(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Gets the provider's id; null for all, and for requests that no provider was called for.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the qualified id of the model, or the id without its provider; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the name of the key; null for all.</summary>
    public string? Key { get; init; }
}

/// <summary>By what the requests of a query are put into groups.</summary>
public enum UsageDimension
{
    /// <summary>No groups.</summary>
    None,

    /// <summary>The qualified id of the served model.</summary>
    Model,

    /// <summary>The provider.</summary>
    Provider,

    /// <summary>The key.</summary>
    Key,

    /// <summary>The kind of client.</summary>
    Client,

    /// <summary>The session, from the single requests, which are kept for a limited time.</summary>
    Session,

    /// <summary>The day in the query's time zone.</summary>
    Day,

    /// <summary>The hour of the day, 0 to 23, in the query's time zone.</summary>
    Hour,

    /// <summary>The end of the requests.</summary>
    Outcome,

    /// <summary>The day of the week, 1 for Monday to 7, and the hour, in the query's time zone: <c>1 09</c>.</summary>
    WeekdayHour,
}

/// <summary>A query over the requests.</summary>
/// <param name="Filter">Which requests.</param>
/// <param name="By">The groups.</param>
/// <param name="Zone">The time zone of days and hours.</param>
public sealed record UsageQuery(UsageFilter Filter, UsageDimension By, TimeZoneInfo Zone);

/// <summary>The answer to a query. The groups add up to the totals.</summary>
/// <param name="Totals">The sums over all requests.</param>
/// <param name="Groups">The groups: days and hours in their order, all others by cost and then by requests, the highest first.</param>
public sealed record UsageReport(UsageTotals Totals, EquatableArray<UsageGroup> Groups)
{
    /// <summary>Gets the time from which on single requests are kept.</summary>
    public DateTimeOffset? DetailSince { get; init; }
}

/// <summary>One group of requests.</summary>
/// <param name="Name">Its name; empty for requests that have none, such as no key.</param>
/// <param name="Totals">The sums.</param>
public sealed record UsageGroup(string Name, UsageTotals Totals);

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

/// <summary>What providers stated in one unit.</summary>
/// <param name="Unit">The unit, such as <c>nano-aiu</c>.</param>
/// <param name="Amount">The sum.</param>
public sealed record StatedSum(string Unit, decimal Amount);

/// <summary>Percentiles of times, from histograms whose error is 5 % at most; null without requests.</summary>
/// <param name="P50">The median.</param>
/// <param name="P95">The time that 95 of 100 requests did not exceed.</param>
public readonly record struct Percentiles(TimeSpan? P50, TimeSpan? P95);

/// <summary>A page of single requests, the newest first.</summary>
/// <param name="Requests">The requests.</param>
/// <param name="Next">The cursor of the next page; null on the last one.</param>
public sealed record UsagePage(EquatableArray<UsageRecord> Requests, string? Next);

/// <summary>The values by which requests can be filtered.</summary>
/// <param name="Providers">The providers that requests were served by.</param>
/// <param name="Models">The qualified ids of the models.</param>
/// <param name="Keys">The names of the keys.</param>
public sealed record UsageNames(EquatableArray<string> Providers, EquatableArray<string> Models, EquatableArray<string> Keys);

/// <summary>What the store of usage tells about itself.</summary>
public sealed record UsageStoreStatus
{
    /// <summary>Gets whether the store takes records now.</summary>
    public bool IsWritable { get; init; } = true;

    /// <summary>Gets why it does not; null if it does.</summary>
    public string? Problem { get; init; }

    /// <summary>Gets the number of records that wait to be written.</summary>
    public long Waiting { get; init; }

    /// <summary>Gets the number of requests since the start that were only counted per model, since too many records waited.</summary>
    public long WithoutDetail { get; init; }
}
