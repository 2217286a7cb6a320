using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>
/// Ranks the models that may serve a request. The planner skips models that cannot serve it: a policy need not look at capabilities, keys
/// or health. It is a pure function: the same context gives the same ranking.
/// </summary>
/// <remarks>
/// Register it with <c>AddRoutingPolicy</c>. A policy that throws, ranks no model or ranks one that no provider has is not used for the request: the
/// strategy <c>priority</c> ranks its models instead, and the plan says why.
/// </remarks>
public interface IRoutingPolicy
{
    /// <summary>Gets the name by which <c>fallback.strategy</c> in <c>priorities.json</c> chooses the policy. Two policies of one name keep the router from starting.</summary>
    string Name { get; }

    /// <summary>
    /// Gets whether the ranking depends on the request's facts or its random number. When it does not, which is the default, one ranking is
    /// cached for all requests for the same name.
    /// </summary>
    bool VariesByRequest => false;

    /// <summary>Returns the maximum number of models that are asked, 1 or more. The default is the first one and as many others as the settings allow.</summary>
    /// <param name="settings">The operator's settings.</param>
    int MaxCandidates(RoutingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return 1 + settings.MaxRetries;
    }

    /// <summary>Ranks the models that may serve a request.</summary>
    /// <param name="context">The context.</param>
    /// <returns>The models, the first choice first. Of a model that is named twice, the first mention counts.</returns>
    IEnumerable<RankedModel> Rank(RankingContext context);
}
