namespace RouterMaestro.Domain.Usage;

/// <summary>One group of requests.</summary>
/// <param name="Name">Its name; empty for requests that have none, such as no key.</param>
/// <param name="Totals">The sums.</param>
public sealed record UsageGroup(string Name, UsageTotals Totals);
