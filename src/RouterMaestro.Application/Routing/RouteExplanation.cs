using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
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
/// <param name="Call">The call as it would be made.</param>
public sealed record RouteStep(CandidateCall Call)
{
    /// <summary>Gets the combined state of the candidate's circuits.</summary>
    public CandidateHealth Health { get; init; }

    /// <summary>Gets the names of the fields that the request would lose in translation; null if only the facts of the request are known.</summary>
    public EquatableArray<string>? Losses { get; init; }

    /// <summary>Gets what is known of the model, by the names and in the words of <c>model_overrides</c>.</summary>
    public EquatableArray<(string Name, string Value)> Facts => Call.Facts.Describe().ToEquatableArray();

    /// <summary>Gets the error if the request cannot be translated for the candidate; otherwise null.</summary>
    public RouterError? Refusal { get; init; }
}
