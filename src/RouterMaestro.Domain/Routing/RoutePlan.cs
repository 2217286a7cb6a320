using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Domain.Routing;

/// <summary>The candidates for a call, in the order in which they are tried.</summary>
/// <param name="Candidates">The candidates; none when there is an <see cref="Error"/>.</param>
public sealed record RoutePlan(EquatableArray<Candidate> Candidates)
{
    /// <summary>Gets why nobody can serve the call; null when somebody can.</summary>
    public RouterError? Error { get; init; }

    /// <summary>Makes a plan without candidates.</summary>
    /// <param name="error">Why there are none.</param>
    public static RoutePlan Refused(RouterError error) => new([]) { Error = error };
}
