using System.Globalization;

namespace RouterMaestro.Cli.Output;

/// <summary>Writes times and spans for people.</summary>
internal static class TimeText
{
    /// <summary>Writes a time to the minute: <c>2026-11-29 19:56 UTC</c>.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Writes a span in its two largest units: <c>3 h 12 min</c>.</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds} s",
        { TotalHours: < 1 } => $"{span.Minutes} min",
        { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{(int)span.TotalDays} d {span.Hours} h",
    };
}
