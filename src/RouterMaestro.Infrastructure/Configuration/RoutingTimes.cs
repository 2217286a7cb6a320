namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Which spans of time the routing settings take.</summary>
internal static class RoutingTimes
{
    public const string Rule = "must be more than zero and at most a day";

    public static bool IsSensible(TimeSpan span) => span > TimeSpan.Zero && span <= TimeSpan.FromDays(1);
}
