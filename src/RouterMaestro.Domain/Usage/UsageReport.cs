namespace RouterMaestro.Domain.Usage;

/// <summary>The answer to a query. The groups add up to the totals.</summary>
/// <param name="Totals">The sums over all requests.</param>
/// <param name="Groups">The groups: days and hours in their order, all others by cost and then by requests, the highest first.</param>
public sealed record UsageReport(UsageTotals Totals, EquatableArray<UsageGroup> Groups)
{
    /// <summary>Gets the time from which on single requests are kept.</summary>
    public DateTimeOffset? DetailSince { get; init; }
}
