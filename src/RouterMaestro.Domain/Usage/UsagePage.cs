namespace RouterMaestro.Domain.Usage;

/// <summary>A page of single requests, the newest first.</summary>
/// <param name="Requests">The requests.</param>
/// <param name="Next">The cursor of the next page; null on the last one.</param>
public sealed record UsagePage(EquatableArray<UsageRecord> Requests, string? Next);
