using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Routing;

/// <summary>The route of a request: its candidates in their order, with reasons and limits.</summary>
/// <param name="Facts">The facts of the request.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Settings">The routing settings.</param>
public sealed record RouteExplanation(RequestFacts Facts, RoutePlan Plan, RoutingSettings Settings)
{
    /// <summary>Gets the candidates of the plan with their details.</summary>
    public EquatableArray<RouteStep> Steps { get; init; } = [];

    /// <summary>
    /// Gets the candidates that would be tried after the first candidate reports a context overflow: those after it with a larger known
    /// window. Each further overflow raises the minimum again.
    /// </summary>
    public IEnumerable<Candidate> AfterOverflow => Plan.Candidates.Skip(1).Where(c => FallbackRule.HasLargerWindow(c, Plan.Candidates[0]));
}

/// <summary>One candidate of an explained plan.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Protocol">The protocol in which it would be called.</param>
/// <param name="IsPassthrough">Whether the call would be passthrough: same protocol, same bytes.</param>
/// <param name="Health">The combined state of its circuits.</param>
/// <param name="Limits">The time limits.</param>
/// <param name="Commit">The point from which its response is final.</param>
/// <param name="Reasoning">The reasoning settings that apply where the caller sets none.</param>
public sealed record RouteStep(
    Candidate Candidate, WireProtocol Protocol, bool IsPassthrough, CandidateHealth Health, TimeLimits Limits, CommitMode Commit, ReasoningDefaults Reasoning)
{
    /// <summary>Gets the losses of the request; null if only its facts are known.</summary>
    public LossForecast? Losses { get; init; }
}

/// <summary>The losses of a request at a candidate.</summary>
/// <param name="Fields">The names of the fields; empty if nothing is lost.</param>
/// <param name="Refusal">The error if the request cannot be translated for the candidate; otherwise null.</param>
public sealed record LossForecast(EquatableArray<string> Fields, RouterError? Refusal);
