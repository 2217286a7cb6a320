using System.Globalization;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Storage;

namespace RouterMaestro.Usage.Sqlite.Queries;

/// <summary>The groups of a query.</summary>
/// <param name="query">The query.</param>
/// <param name="names">The names in the file.</param>
internal sealed class Groups(UsageQuery query, StoredNames names)
{
    private readonly Dictionary<string, Sums> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Sums> _byId = [];

    /// <summary>Gets whether the groups are times, whose sums are those of hours.</summary>
    public bool AreTimes => query.By is UsageDimension.Day or UsageDimension.Hour or UsageDimension.WeekdayHour;

    /// <summary>Gets the sums of the group of some requests.</summary>
    /// <param name="cell">Their hour, model, key, client and end.</param>
    public Sums Of(CellKey cell)
    {
        var id = query.By switch
        {
            UsageDimension.Model or UsageDimension.Provider => cell.Model,
            UsageDimension.Key => cell.Key,
            UsageDimension.Client => cell.Client,
            UsageDimension.Outcome => cell.Outcome,
            UsageDimension.Day or UsageDimension.Hour or UsageDimension.WeekdayHour => cell.Hour,
            _ => 0,
        };
        if (!_byId.TryGetValue(id, out var sums))
        {
            _byId.Add(id, sums = Of(NameOf(id)));
        }

        return sums;
    }

    /// <summary>Gets the sums of the group of a session.</summary>
    public Sums OfSession(long? session) => Of(session is { } hash ? hash.ToString("x16", CultureInfo.InvariantCulture) : "");

    /// <summary>Makes the report.</summary>
    public UsageReport ToReport(DateTimeOffset? detailSince)
    {
        var totals = new Sums();
        foreach (var sums in _groups.Values)
        {
            totals.Add(sums);
        }

        var groups = _groups.Where(g => g.Value.Requests > 0);
        var sorted = AreTimes
            ? groups.OrderBy(g => g.Key, StringComparer.Ordinal)
            : groups.OrderByDescending(g => g.Value.Cost).ThenByDescending(g => g.Value.Requests).ThenBy(g => g.Key, StringComparer.Ordinal);
        return new(
            totals.ToTotals(),
            query.By == UsageDimension.None ? [] : sorted.Select(g => new UsageGroup(g.Key, g.Value.ToTotals())).ToEquatableArray())
        {
            DetailSince = detailSince,
        };
    }

    private Sums Of(string name)
    {
        if (!_groups.TryGetValue(name, out var sums))
        {
            _groups.Add(name, sums = new());
        }

        return sums;
    }

    private string NameOf(long id) => query.By switch
    {
        UsageDimension.Model or UsageDimension.Key or UsageDimension.Client => names.Text(id),
        UsageDimension.Provider => StoredNames.ProviderOf(names.Text(id)),
        UsageDimension.Outcome => OutcomeOf((CallEnd)(id - 1)),
        UsageDimension.Day => Local(id).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        UsageDimension.Hour => Local(id).ToString("HH", CultureInfo.InvariantCulture),
        UsageDimension.WeekdayHour => WeekdayHourOf(Local(id)),
        _ => "",
    };

    private static string OutcomeOf(CallEnd end) => end switch
    {
        CallEnd.Completed => "completed",
        CallEnd.Refused => "refused",
        CallEnd.Failed => "failed",
        _ => "abandoned",
    };

    // .NET counts the days of the week from Sunday, 0
    private static string WeekdayHourOf(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek)} {time:HH}");

    private DateTimeOffset Local(long hour) => TimeZoneInfo.ConvertTime(Hours.StartOf(hour), query.Zone);
}
