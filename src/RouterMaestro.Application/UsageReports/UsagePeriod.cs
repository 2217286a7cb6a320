namespace RouterMaestro.Application.UsageReports;

/// <summary>Finds the days of a time zone.</summary>
internal static class UsagePeriod
{
    /// <summary>The maximum length of a period, in days: ten years.</summary>
    public const int MaxDays = 3650;

    /// <summary>Gets the beginning of the last days, of which the last one is the day of <paramref name="until"/>.</summary>
    /// <param name="until">The end of the period.</param>
    /// <param name="days">The number of days, from 1.</param>
    /// <param name="zone">The time zone of the days.</param>
    public static DateTimeOffset StartOf(DateTimeOffset until, int days, TimeZoneInfo zone) =>
        StartOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(until, zone).DateTime).AddDays(1 - days), zone);

    /// <summary>Gets the beginning of a day, which in some zones is not midnight when the clocks change.</summary>
    /// <param name="day">The day.</param>
    /// <param name="zone">The time zone.</param>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var start = day.ToDateTime(TimeOnly.MinValue);

        // in Santiago and Cairo, clocks go from 24:00 to 1:00 in spring, and from 24:00 to 23:00 in autumn
        while (zone.IsInvalidTime(start))
        {
            start = start.AddMinutes(15);
        }

        return new(start, zone.IsAmbiguousTime(start) ? zone.GetAmbiguousTimeOffsets(start).Max() : zone.GetUtcOffset(start));
    }
}
