using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>The candidates for a call, in the order in which they are tried.</summary>
/// <param name="Candidates">The candidates; none when there is an <see cref="Error"/>.</param>
public sealed record RoutePlan(EquatableArray<Candidate> Candidates)
{
    /// <summary>Gets why nobody can serve the call; null when somebody can.</summary>
    public RouterError? Error { get; init; }

    /// <summary>Gets the models that will not be asked, and why.</summary>
    public EquatableArray<SkippedCandidate> Skipped { get; init; } = [];

    /// <summary>Gets the most candidates that are asked; those behind only take the place of one that cannot be.</summary>
    public int MaxCandidates { get; init; } = int.MaxValue;

    /// <summary>Gets how the name asked for was understood, for people.</summary>
    public string Resolution { get; init; } = "";

    /// <summary>Gets the name of the strategy that put the candidates in order.</summary>
    public string Strategy { get; init; } = "";

    /// <summary>Makes a plan without candidates.</summary>
    /// <param name="error">Why there are none.</param>
    public static RoutePlan Refused(RouterError error) => new([]) { Error = error };
}
