using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>The time limits of one attempt.</summary>
public static class AttemptLimits
{
    /// <summary>The time limit of a probe for its first content. It is short because another candidate is ready to serve the request.</summary>
    public static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(5);

    /// <summary>Gets the limits of an attempt.</summary>
    /// <param name="limits">The time limits of the candidate's provider.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="facts">The facts of the request.</param>
    public static TimeLimits For(TimeLimits limits, Candidate candidate, RequestFacts facts)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(facts);
        return candidate.IsProbe && facts.Stream
            ? limits with { ResponseHeaders = Shorter(limits.ResponseHeaders), FirstContent = Shorter(limits.FirstContent) }
            : limits;
    }

    private static TimeSpan Shorter(TimeSpan? limit) => limit < ProbePatience ? limit.Value : ProbePatience;
}
