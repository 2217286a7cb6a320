using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>
/// Says which models may answer a request, and in which order. The planner then passes over those that cannot: a policy need not look at
/// capabilities, keys or health. It is a pure function: the same context gives the same ranking.
/// </summary>
public interface IRoutingPolicy
{
    /// <summary>Gets the name by which <c>fallback.strategy</c> in <c>priorities.json</c> chooses the policy.</summary>
    string Name { get; }

    /// <summary>
    /// Gets whether the ranking depends on the request's facts or its random number. When it does not, which is the default, a ranking is
    /// kept and serves all requests for the same name.
    /// </summary>
    bool VariesByRequest => false;

    /// <summary>Tells how many models may be asked, 1 or more. The default is the first, and as many others as the settings allow.</summary>
    /// <param name="settings">What the operator decided.</param>
    int MaxCandidates(RoutingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return 1 + settings.MaxRetries;
    }

    /// <summary>Puts the models that may answer in order.</summary>
    /// <param name="context">What there is to go by.</param>
    /// <returns>The models, the first choice first. Of a model that is named twice, the first mention counts.</returns>
    IEnumerable<RankedModel> Rank(RankingContext context);
}
