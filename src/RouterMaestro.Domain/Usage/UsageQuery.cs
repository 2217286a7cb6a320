namespace RouterMaestro.Domain.Usage;

/// <summary>A query over the requests.</summary>
/// <param name="Filter">Which requests.</param>
/// <param name="By">The groups.</param>
/// <param name="Zone">The time zone of days and hours.</param>
public sealed record UsageQuery(UsageFilter Filter, UsageDimension By, TimeZoneInfo Zone);
