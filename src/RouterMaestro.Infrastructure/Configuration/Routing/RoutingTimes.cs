namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>The rule for times in the routing settings.</summary>
internal static class RoutingTimes
{
    public const string Rule = "must be more than zero and at most a day";

    public static bool IsSensible(TimeSpan span) => span > TimeSpan.Zero && span <= TimeSpan.FromDays(1);
}
