using System.Globalization;
using System.Text;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.TestKit.Usage;

/// <summary>A store of usage that adds single records up by brute force, to compare others with. Its percentiles are exact.</summary>
public sealed class InMemoryUsageStore : IUsageStore
{
    private readonly Lock _lock = new();
    private readonly List<UsageRecord> _records = [];

    public UsageStoreStatus Status { get; } = new();

    /// <summary>Gets or sets a wait before each query, for tests of slow stores.</summary>
    public Func<CancellationToken, Task> Delay { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Gets a hash of a session's id, as records of this store hold it.</summary>
    public static ulong HashOf(string session) =>
        Encoding.UTF8.GetBytes(session).Aggregate(14695981039346656037UL, static (hash, next) => unchecked((hash ^ next) * 1099511628211UL));

    public void Add(params IEnumerable<UsageRecord> records)
    {
        lock (_lock)
        {
            _records.AddRange(records);
        }
    }

    public async Task<UsageReport> QueryAsync(UsageQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await Delay(cancellationToken);
        var records = Matching(query.Filter);
        var groups = query.By == UsageDimension.None
            ? []
            : records.GroupBy(record => NameOf(record, query.By, query.Zone)).Select(group => new UsageGroup(group.Key, Sum(group)));
        var sorted = query.By is UsageDimension.Day or UsageDimension.Hour or UsageDimension.WeekdayHour
            ? groups.OrderBy(group => group.Name, StringComparer.Ordinal)
            : groups.OrderByDescending(group => group.Totals.Cost).ThenByDescending(group => group.Totals.Requests).ThenBy(group => group.Name, StringComparer.Ordinal);
        return new UsageReport(Sum(records), sorted.ToEquatableArray());
    }

    public async Task<UsagePage> ListAsync(UsageFilter filter, string? cursor, int size, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await Delay(cancellationToken);
        var skipped = cursor is null ? 0
            : int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed
            : throw new ArgumentException("It is no cursor of a page.", nameof(cursor));
        var rest = Matching(filter).OrderByDescending(record => record.StartedAt).ThenByDescending(record => record.RequestId, StringComparer.Ordinal).Skip(skipped).ToArray();
        return new(rest.Take(size).ToEquatableArray(), rest.Length > size ? (skipped + size).ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<UsageNames> NamesAsync(CancellationToken cancellationToken)
    {
        await Delay(cancellationToken);
        var records = All();
        return new(
            Distinct(records.Select(record => record.Model?.Provider)),
            Distinct(records.Select(record => record.Model?.QualifiedId)),
            Distinct(records.Select(record => record.KeyName)));
    }

    public async Task<UsageRecord?> FindLastAsync(string? session, CancellationToken cancellationToken)
    {
        await Delay(cancellationToken);
        return All()
            .Where(record => record is { Operation: UsageOperation.Chat, Model: not null, End: not CallEnd.Refused })
            .Where(record => session is null || record.Session == HashOf(session))
            .MaxBy(record => record.StartedAt);
    }

    private static EquatableArray<string> Distinct(IEnumerable<string?> names) => names.OfType<string>().Distinct().Order(StringComparer.Ordinal).ToEquatableArray();

    private static DateTimeOffset Hour(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static string NameOf(UsageRecord record, UsageDimension by, TimeZoneInfo zone)
    {
        // as roll-ups do, which know whole hours in UTC
        var local = TimeZoneInfo.ConvertTime(Hour(record.StartedAt), zone);
        return by switch
        {
            UsageDimension.Model => record.Model?.QualifiedId ?? "",
            UsageDimension.Provider => record.Model?.Provider ?? "",
            UsageDimension.Key => record.KeyName ?? "",
            UsageDimension.Client => record.Client ?? "",
            UsageDimension.Session => record.Session?.ToString("x16", CultureInfo.InvariantCulture) ?? "",
            UsageDimension.Outcome => record.End.ToString().ToLowerInvariant(),
            UsageDimension.Day => local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            UsageDimension.Hour => local.ToString("HH", CultureInfo.InvariantCulture),
            UsageDimension.WeekdayHour => string.Create(CultureInfo.InvariantCulture, $"{((int)local.DayOfWeek + 6) % 7 + 1} {local:HH}"),
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, "There is no such group."),
        };
    }

    private static UsageTotals Sum(IEnumerable<UsageRecord> group)
    {
        UsageRecord[] records = [.. group];
        UsageRecord[] completed = [.. records.Where(record => record.End == CallEnd.Completed)];
        long Count(CallEnd end) => records.LongCount(record => record.End == end);
        long Cost(CostSource source) => records.Where(record => record.Cost.Source == source).Sum(record => record.Cost.Counted ?? 0);
        return new()
        {
            Requests = records.Length,
            Completed = completed.Length,
            Refused = Count(CallEnd.Refused),
            Failed = Count(CallEnd.Failed),
            Abandoned = Count(CallEnd.Abandoned),
            Fallbacks = records.LongCount(record => record.IsFallback),
            Attempts = records.Sum(record => (long)record.Attempts),
            Input = records.Sum(record => record.Usage?.Input ?? 0),
            CacheRead = records.Sum(record => record.Usage?.CacheRead ?? 0),
            CacheWrite = records.Sum(record => record.Usage?.CacheWrite ?? 0),
            CacheWriteHour = records.Sum(record => record.Usage?.CacheWriteHour ?? 0),
            Output = records.Sum(record => record.Usage?.Output ?? 0),
            Reasoning = records.Sum(record => record.Usage?.Reasoning ?? 0),
            StatedCost = Cost(CostSource.Stated),
            TableCost = Cost(CostSource.Table),
            IncludedCost = Cost(CostSource.Included),
            UnknownCosts = records.LongCount(record => record.Cost.Source == CostSource.Unknown),
            Stated = records.SelectMany(record => record.StatedCosts).GroupBy(cost => cost.Unit).OrderBy(unit => unit.Key, StringComparer.Ordinal)
                .Select(unit => new StatedSum(unit.Key, unit.Sum(cost => cost.Amount))).ToEquatableArray(),
            TimeToFirstContent = PercentilesOf(completed.Select(record => record.TimeToFirstContent).OfType<TimeSpan>()),
            Duration = PercentilesOf(completed.Select(record => record.Duration)),
            TokensPerSecond = Speed(completed),
        };
    }

    private static double? Speed(IEnumerable<UsageRecord> completed)
    {
        var streams = completed.Where(record => record is { IsStream: true, TimeToFirstContent: not null, Usage: not null }).ToArray();
        var seconds = streams.Sum(record => (record.Duration - record.TimeToFirstContent!.Value).TotalSeconds);
        return seconds > 0 ? streams.Sum(record => record.Usage!.Completion) / seconds : null;
    }

    private static Percentiles PercentilesOf(IEnumerable<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        TimeSpan At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
        return sorted.Length == 0 ? default : new(At(0.5), At(0.95));
    }

    private UsageRecord[] All()
    {
        lock (_lock)
        {
            return [.. _records];
        }
    }

    private UsageRecord[] Matching(UsageFilter filter)
    {
        var (from, until) = (Hour(filter.From), Hour(filter.Until.AddHours(1).AddTicks(-1)));
        return
        [
            .. All()
                .Where(record => record.StartedAt >= from && record.StartedAt < until)
                .Where(record => filter.Provider is null || record.Model?.Provider == filter.Provider)
                .Where(record => filter.Model is null || record.Model?.QualifiedId == filter.Model || record.Model?.Id == filter.Model)
                .Where(record => filter.KeyName is null || record.KeyName == filter.KeyName),
        ];
    }
}
