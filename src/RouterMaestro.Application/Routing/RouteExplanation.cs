using RouterMaestro.Domain;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

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
