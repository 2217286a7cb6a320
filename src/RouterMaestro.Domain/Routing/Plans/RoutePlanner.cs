using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>Plans calls, as a pure function.</summary>
public static class RoutePlanner
{
    /// <summary>Plans a call. The same arguments give the same plan.</summary>
    /// <param name="facts">The facts of the request.</param>
    /// <param name="routes">The settings and the catalog.</param>
    /// <param name="health">The state of the circuits.</param>
    /// <param name="now">The time.</param>
    /// <param name="seed">The call's random number, for policies that leave something to chance.</param>
    public static RoutePlan Plan(RequestFacts facts, RouteTable routes, HealthSnapshot health, DateTimeOffset now, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(health);

        var name = routes.Resolve(facts.Model);
        if (name.Meaning.Error is { } error)
        {
            return RoutePlan.Refused(error) with { Resolution = name.Meaning.Text, Strategy = routes.Policy.Name, MaxCandidates = routes.MaxCandidates };
        }

        var planned = routes.PoolFor(name, facts, seed);
        return planned.Default is { } plan && health.IsClear && planned.Pool.SuitsAll(facts)
            ? plan
            : CandidateSelector.Choose(routes, planned.Pool, facts, health, now);
    }

    /// <summary>Returns whether a plan needs the model list of every usable provider while some list has not arrived yet.</summary>
    /// <param name="facts">The facts of the request.</param>
    /// <param name="routes">The settings and the catalog.</param>
    public static bool DependsOnLists(RequestFacts facts, RouteTable routes)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(routes);
        return routes.DependsOnLists(facts.Model);
    }
}
