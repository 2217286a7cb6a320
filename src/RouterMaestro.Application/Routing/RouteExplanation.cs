using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Routing;

/// <summary>The whole decision about a request: what would be done, in which order, why, and under which limits.</summary>
/// <param name="Facts">What is known of the request.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Settings">What the operator decided.</param>
public sealed record RouteExplanation(RequestFacts Facts, RoutePlan Plan, RoutingSettings Settings)
{
    /// <summary>Gets the candidates of the plan with what holds for each.</summary>
    public EquatableArray<RouteStep> Steps { get; init; } = [];

    /// <summary>
    /// Gets who would be asked if the first candidate found the conversation too long: of those behind it, the ones whose known window is
    /// larger. Each of them that finds it too long too raises the bar for the rest.
    /// </summary>
    public IEnumerable<Candidate> AfterOverflow => Plan.Candidates.Skip(1).Where(c => FallbackRule.HasLargerWindow(c, Plan.Candidates[0]));
}

/// <summary>One candidate of an explained plan.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Protocol">The dialect in which it would be asked.</param>
/// <param name="IsPassthrough">Whether that is the caller's own, so that the bytes pass untouched.</param>
/// <param name="Health">What its circuits say.</param>
/// <param name="Limits">How long it may take.</param>
/// <param name="Commit">When its answer is final.</param>
/// <param name="Reasoning">How it thinks where the caller leaves it open.</param>
public sealed record RouteStep(
    Candidate Candidate, WireProtocol Protocol, bool IsPassthrough, CandidateHealth Health, TimeLimits Limits, CommitMode Commit, ReasoningDefaults Reasoning)
{
    /// <summary>Gets what the request would lose; null when only its facts are known.</summary>
    public LossForecast? Losses { get; init; }
}

/// <summary>What a request would lose on its way to a candidate.</summary>
/// <param name="Fields">The names of the fields; none when nothing is lost.</param>
/// <param name="Refusal">Why it cannot be told to the candidate at all; null when it can.</param>
public sealed record LossForecast(EquatableArray<string> Fields, RouterError? Refusal);
