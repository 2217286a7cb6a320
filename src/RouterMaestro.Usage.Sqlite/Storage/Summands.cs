using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Usage.Sqlite.Storage;

/// <summary>Makes summands.</summary>
internal static class Summands
{
    /// <summary>Makes the summand of a record.</summary>
    public static Summand Of(UsageRecord record) => new(record.End, record.Operation)
    {
        IsStream = record.IsStream,
        IsFallback = record.IsFallback,
        Attempts = record.Attempts,
        Input = record.Usage?.Input ?? 0,
        CacheRead = record.Usage?.CacheRead ?? 0,
        CacheWrite = record.Usage?.CacheWrite ?? 0,
        CacheWriteHour = record.Usage?.CacheWriteHour ?? 0,
        Output = record.Usage?.Output ?? 0,
        Reasoning = record.Usage?.Reasoning ?? 0,
        FirstContent = record.TimeToFirstContent?.Ticks / TimeSpan.TicksPerMicrosecond,
        Duration = record.Duration.Ticks / TimeSpan.TicksPerMicrosecond,
        Cost = record.Cost,
    };
}
