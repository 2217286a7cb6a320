using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>Decides who answers a call: a pure function.</summary>
public static class RoutePlanner
{
    /// <summary>Plans a call. The same arguments give the same plan.</summary>
    /// <param name="facts">What is asked for.</param>
    /// <param name="routes">What the operator decided, and who is there.</param>
    /// <param name="health">What is held against whom.</param>
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
            return RoutePlan.Refused(error) with { Resolution = name.Meaning.Text, Strategy = routes.Policy.Name };
        }

        var planned = routes.PoolFor(name, facts, seed);
        return planned.Default is { } plan && health.IsClear && planned.Pool.SuitsAll(facts)
            ? plan
            : CandidateSelector.Choose(routes, planned.Pool, facts, health, now);
    }

    /// <summary>Tells whether a plan needs every usable provider's list of models, and some list has not come yet.</summary>
    /// <param name="facts">What is asked for.</param>
    /// <param name="routes">What the operator decided, and who is there.</param>
    public static bool DependsOnLists(RequestFacts facts, RouteTable routes)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(routes);
        return routes.DependsOnLists(facts.Model);
    }
}
