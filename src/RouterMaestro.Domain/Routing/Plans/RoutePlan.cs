using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>The candidates for a call, in the order in which they are asked.</summary>
/// <param name="Candidates">The candidates; none when there is an <see cref="Error"/>.</param>
public sealed record RoutePlan(EquatableArray<Candidate> Candidates)
{
    /// <summary>Gets the error if no candidate can serve the call; otherwise null.</summary>
    public RouterError? Error { get; init; }

    /// <summary>Gets the models that are left out, with the reasons.</summary>
    public EquatableArray<SkippedCandidate> Skipped { get; init; } = [];

    /// <summary>Gets the maximum number of candidates that are asked; later ones replace a candidate that cannot be asked.</summary>
    public int MaxCandidates { get; init; } = int.MaxValue;

    /// <summary>Gets how the requested name was understood, for people.</summary>
    public string Resolution { get; init; } = "";

    /// <summary>Gets the id that the requested name spells in another way, such as <c>gpt-5.1</c> for <c>GPT 5.1</c>; null if the name is exact.</summary>
    public string? FuzzyMatch { get; init; }

    /// <summary>Gets the provider that the requested name chooses; null if the name leaves the provider open.</summary>
    public string? NamedProvider { get; init; }

    /// <summary>Gets the name of the strategy that put the candidates in order.</summary>
    public string Strategy { get; init; } = "";

    /// <summary>Gets why the policy that the settings choose was not used, as a sentence; null if it was.</summary>
    public string? PolicyError { get; init; }

    /// <summary>Makes a plan without candidates.</summary>
    /// <param name="error">The error.</param>
    public static RoutePlan Refused(RouterError error) => new([]) { Error = error };
}
