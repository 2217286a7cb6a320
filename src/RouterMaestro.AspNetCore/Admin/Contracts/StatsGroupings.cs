namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>The names of the groups into which requests can be put.</summary>
internal static class StatsGroupings
{
    public const string Day = "day";

    public const string WeekdayHour = "weekday-hour";

    /// <summary>The code of the error of a time zone that the gateway's machine does not know.</summary>
    public const string UnknownZone = "usage_zone_unknown";

    /// <summary>Gets all names.</summary>
    public static IReadOnlyList<string> All { get; } = ["model", "provider", "key", "client", "session", Day, "hour", "outcome", WeekdayHour];
}
