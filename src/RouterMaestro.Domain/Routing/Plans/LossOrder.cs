using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>Puts the candidates that lose nothing of a request before the others. Pure: the same plan and losses give the same order.</summary>
public static class LossOrder
{
    /// <summary>Reorders a plan. The plan stays the same if its first candidate loses nothing, or if all lose something.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="loses">Returns whether a candidate would lose something; called at most once for each, the first one first.</param>
    /// <returns>The plan; among those that lose nothing, and among the others, the order is as before.</returns>
    public static RoutePlan Prefer(RoutePlan plan, Func<Candidate, bool> loses)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(loses);
        if (plan.Candidates.Count < 2 || !loses(plan.Candidates[0]))
        {
            return plan;
        }

        var rest = plan.Candidates.Skip(1).ToLookup(loses);
        var whole = rest[false].Select(c => c with { Reason = $"{c.Reason}; loses nothing of the request" }).ToArray();

        // the probe is left to a request that this candidate can serve without loss
        var former = plan.Candidates[0] with { IsProbe = false };
        return whole.Length == 0 ? plan : plan with { Candidates = [.. whole, former, .. rest[true]] };
    }
}
