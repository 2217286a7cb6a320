using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Routing;

/// <summary>The whole decision about a request: what would be done, in which order, why, and under which limits.</summary>
/// <param name="Facts">What is known of the request.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Settings">What the operator decided.</param>
public sealed record RouteExplanation(RequestFacts Facts, RoutePlan Plan, RoutingSettings Settings)
{
    /// <summary>Gets the candidates of the plan with what holds for each.</summary>
    public EquatableArray<RouteStep> Steps { get; init; } = [];
}
