using System.Runtime.InteropServices;
using RouterMaestro.Application.Usage;

namespace RouterMaestro.Usage.Sqlite.Storage;

/// <summary>Sums of requests by hour, model, key, client and end, whose texts have no ids yet.</summary>
internal sealed class NamedCells
{
    private readonly Dictionary<(long Hour, string Model, string Key, string Client, int Outcome), Sums> _cells = [];

    /// <summary>Gets whether there are none.</summary>
    public bool IsEmpty => _cells.Count == 0;

    public IEnumerable<KeyValuePair<(long Hour, string Model, string Key, string Client, int Outcome), Sums>> All => _cells;

    /// <summary>Adds a request.</summary>
    public void Add(UsageRecord record)
    {
        var sums = Of((Hours.Of(record.StartedAt), record.Model?.QualifiedId ?? "", record.Key ?? "", record.Client ?? "", (int)record.End + 1));
        sums.Add(Summands.Of(record));
        foreach (var cost in record.StatedCosts)
        {
            sums.AddStated(cost.Unit, cost.Amount);
        }
    }

    /// <summary>Adds other cells.</summary>
    public void Add(NamedCells other)
    {
        foreach (var (cell, sums) in other._cells)
        {
            Of(cell).Add(sums);
        }
    }

    private Sums Of((long Hour, string Model, string Key, string Client, int Outcome) cell) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_cells, cell, out _) ??= new();
}

/// <summary>The hours in which roll-ups count.</summary>
internal static class Hours
{
    public const long Milliseconds = 3_600_000;

    public const int OfDay = 24;

    /// <summary>Gets the hour of a time.</summary>
    public static long Of(DateTimeOffset time) => Math.DivRem(time.ToUnixTimeMilliseconds(), Milliseconds) is var (hour, rest) && rest < 0 ? hour - 1 : hour;

    /// <summary>Gets the hour that is not before a time.</summary>
    public static long NotBefore(DateTimeOffset time) => Of(time) is var hour && StartOf(hour) < time ? hour + 1 : hour;

    /// <summary>Gets the beginning of an hour.</summary>
    public static DateTimeOffset StartOf(long hour) => DateTimeOffset.FromUnixTimeSeconds(hour * 3600);
}

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
