namespace RouterMaestro.Domain.Usage;

/// <summary>Percentiles of times, from histograms whose error is 5 % at most; null without requests.</summary>
/// <param name="P50">The median.</param>
/// <param name="P95">The time that 95 of 100 requests did not exceed.</param>
public readonly record struct Percentiles(TimeSpan? P50, TimeSpan? P95);
