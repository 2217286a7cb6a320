using System.Globalization;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.UsageReports;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Reads the parameters of a request for recorded usage.</summary>
/// <param name="query">The query of the request's address.</param>
/// <param name="now">The time.</param>
internal sealed class StatsQueryReader(IQueryCollection query, DateTimeOffset now)
{
    private const int DefaultDays = 7;

    private static readonly string[] _periods = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    private static readonly Dictionary<string, UsageDimension> _dimensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["model"] = UsageDimension.Model,
        ["provider"] = UsageDimension.Provider,
        ["key"] = UsageDimension.Key,
        ["client"] = UsageDimension.Client,
        ["session"] = UsageDimension.Session,
        [StatsGroupings.Day] = UsageDimension.Day,
        ["hour"] = UsageDimension.Hour,
        ["outcome"] = UsageDimension.Outcome,
        [StatsGroupings.WeekdayHour] = UsageDimension.WeekdayHour,
    };

    /// <summary>Gets the parameters of every period.</summary>
    public static IReadOnlyList<string> Filters { get; } = ["days", "from", "until", "provider", "model", "key", "zone"];

    /// <summary>Refuses parameters that would have no effect, so that a misspelt filter is not left out.</summary>
    /// <param name="known">The parameters of the route.</param>
    /// <exception cref="RouterException">There is another one, or one of them twice.</exception>
    public void Check(params IEnumerable<string> known)
    {
        if (query.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw Invalid(unknown, $"There is no parameter '{unknown}'; these exist: {string.Join(", ", known)}.");
        }

        if (query.FirstOrDefault(parameter => parameter.Value.Count > 1).Key is { } twice)
        {
            throw Invalid(twice, $"'{twice}' must be there once.");
        }
    }

    /// <summary>Reads the groups; <see cref="UsageDimension.None"/> if none are named.</summary>
    public UsageDimension ReadGroups() => Text("by") is not { } name ? UsageDimension.None
        : _dimensions.TryGetValue(name, out var found) ? found
        : throw Invalid("by", $"'by' must be one of {string.Join(", ", StatsGroupings.All)}, not '{name}'.");

    /// <summary>Returns the name of groups; null for none.</summary>
    public static string? NameOf(UsageDimension dimension) => _dimensions.FirstOrDefault(known => known.Value == dimension).Key;

    /// <summary>Reads the time zone: an id of the IANA database, or an offset such as <c>+02:00</c>, which needs no database.</summary>
    public TimeZoneInfo ReadZone()
    {
        var name = Text("zone") ?? "UTC";
        if (name is ['+' or '-', ..] && TimeSpan.TryParseExact(name[1..], "hh\\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14))
        {
            return TimeZoneInfo.CreateCustomTimeZone(name, name[0] == '-' ? -offset : offset, name, name);
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw Invalid("zone", $"'zone' must be the id of a time zone that the gateway's machine knows, such as Europe/Berlin, or an offset such as +02:00, not '{name}'.", StatsGroupings.UnknownZone);
    }

    /// <summary>Reads the period and the names.</summary>
    /// <param name="zone">The time zone of days.</param>
    public UsageFilter ReadFilter(TimeZoneInfo zone)
    {
        var until = ReadTime("until", zone) ?? now.AddTicks(1);
        var from = ReadTime("from", zone);
        if (from is not null && Text("days") is not null)
        {
            throw Invalid("days", "'days' and 'from' are two beginnings: leave one out.");
        }

        // the last of the days is that of the last moment before the end
        return new(from ?? UsagePeriod.StartOf(until.AddTicks(-1), ReadDays(), zone), until)
        {
            Provider = Text("provider"),
            Model = Text("model"),
            KeyName = Text("key"),
        };
    }

    /// <summary>Reads a whole number.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="otherwise">The value if the parameter is not there.</param>
    /// <param name="max">The maximum; the minimum is 1.</param>
    public int ReadNumber(string name, int otherwise, int max) => Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max ? number
        : throw Invalid(name, $"'{name}' must be a whole number from 1 to {max}, not '{text}'.");

    /// <summary>Reads a parameter; null if it is not there or empty.</summary>
    /// <param name="name">The name of the parameter.</param>
    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static RouterException Invalid(string param, string message, string code = "usage_query_invalid") =>
        new(RouterError.Invalid(param, message) with { Code = code });

    private int ReadDays() => ReadNumber("days", DefaultDays, UsagePeriod.MaxDays);

    private DateTimeOffset? ReadTime(string name, TimeZoneInfo zone)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // a plus sign in an address is a blank
        if (!DateTime.TryParseExact(text.Replace(' ', '+'), _periods, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) || time.Year is < 1970 or > 9000)
        {
            throw Invalid(name, $"'{name}' must be a day such as 2026-11-30, or a time such as 2026-11-30T14:00:00Z, not '{text}'.");
        }

        return time.Kind != DateTimeKind.Unspecified ? new DateTimeOffset(time).ToUniversalTime()
            : time.TimeOfDay == TimeSpan.Zero ? UsagePeriod.StartOf(DateOnly.FromDateTime(time), zone)
            : new DateTimeOffset(time, zone.GetUtcOffset(time));
    }
}
