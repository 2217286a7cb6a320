using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>Makes the plan for the models that were chosen from a pool.</summary>
internal static class RoutePlans
{
    /// <summary>Makes a plan.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="chosen">The models that can serve, in order; at least one.</param>
    /// <param name="passed">The pool's models that cannot.</param>
    /// <param name="isProbe">Whether the request probes the first one's circuit.</param>
    public static RoutePlan Of(CandidatePool pool, IReadOnlyList<PoolCandidate> chosen, IEnumerable<SkippedCandidate> passed, bool isProbe = false)
    {
        var candidates = new Candidate[chosen.Count];
        for (var i = 0; i < candidates.Length; i++)
        {
            candidates[i] = chosen[i].Candidate;
        }

        if (isProbe)
        {
            candidates[0] = candidates[0] with { IsProbe = true, Reason = $"{candidates[0].Reason}; its circuit is half-open: this request probes it" };
        }

        // with a maximum of one candidate, the others are never asked
        var behind = pool.MaxCandidates == 1 ? candidates[1..] : [];
        return new RoutePlan((pool.MaxCandidates == 1 ? candidates[..1] : candidates).ToEquatableArray())
        {
            Skipped = [
                .. passed,
                .. behind.Select(c => new SkippedCandidate(c.Model, SkipReason.BeyondRetries, "only one model may be asked")),
                .. pool.Excluded,
            ],
            MaxCandidates = pool.MaxCandidates,
            Resolution = pool.Name.Text,
            FuzzyMatch = pool.Name.FuzzyMatch,
            NamedProvider = pool.Name.Provider,
            Strategy = pool.Strategy,
            PolicyError = pool.PolicyError,
        };
    }

    /// <summary>Makes the plan of a request that no candidate can serve.</summary>
    public static RoutePlan Refused(CandidatePool pool, RequestNeeds needs, IReadOnlyList<SkippedCandidate> passed, RouteTable routes) =>
        RoutePlan.Refused(NoCandidateErrors.Of(pool, needs, passed, routes.Catalog)) with
        {
            Skipped = [.. passed, .. pool.Excluded],
            MaxCandidates = pool.MaxCandidates,
            Resolution = pool.Name.Text,
            FuzzyMatch = pool.Name.FuzzyMatch,
            NamedProvider = pool.Name.Provider,
            Strategy = pool.Strategy,
            PolicyError = pool.PolicyError,
        };
}
