using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>Says when a call that no candidate served is worth a repeat.</summary>
internal static class RetryDelay
{
    /// <summary>The minimum: OpenAI for .NET 2.15.0 repeats three times at once if it is told nothing.</summary>
    public static readonly TimeSpan Min = TimeSpan.FromSeconds(1);

    /// <summary>The maximum: OpenAI for .NET 2.15.0 waits as long as it is told, without a limit of its own.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(20);

    /// <summary>Returns the time until the earliest candidate of a plan may be asked again.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="keysOf">Gets the circuits of a model.</param>
    /// <param name="health">The circuits.</param>
    /// <param name="now">The time.</param>
    /// <returns>The time, between the limits; the maximum if the plan has no candidate at all.</returns>
    public static TimeSpan Of(RoutePlan plan, Func<ModelRef, HealthKeys> keysOf, HealthSnapshot health, DateTimeOffset now)
    {
        var earliest = TimeSpan.MaxValue;
        foreach (var candidate in plan.Candidates)
        {
            earliest = Shorter(earliest, (health.Of(keysOf(candidate.Model), now).Until ?? now) - now);
        }

        foreach (var skipped in plan.Skipped)
        {
            if (skipped.Until is { } until)
            {
                earliest = Shorter(earliest, until - now);
            }
        }

        return earliest < Min ? Min : earliest > Max ? Max : earliest;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
