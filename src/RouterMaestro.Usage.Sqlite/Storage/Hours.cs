namespace RouterMaestro.Usage.Sqlite.Storage;

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
