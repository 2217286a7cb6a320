using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Application.Planning;

/// <summary>Puts the candidates whose account is nearly used up behind the others, before their provider refuses.</summary>
internal static class ReserveRule
{
    /// <summary>Reorders a plan. It stays the same if no candidate, or every one, is to be spared.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="snapshot">The providers.</param>
    public static RoutePlan Apply(RoutePlan plan, GatewaySnapshot snapshot)
    {
        if (plan.Candidates.Count < 2 || plan.Candidates.All(candidate => ReasonOf(candidate, snapshot) is null))
        {
            return plan;
        }

        var (ready, spared) = (new List<Candidate>(), new List<Candidate>());
        foreach (var candidate in plan.Candidates)
        {
            if (ReasonOf(candidate, snapshot) is { } reason)
            {
                spared.Add(candidate with { Reason = $"{candidate.Reason}; behind the others, since {reason}", IsProbe = false });
            }
            else
            {
                ready.Add(candidate);
            }
        }

        return ready.Count == 0 ? plan : plan with { Candidates = [.. ready, .. spared] };
    }

    private static string? ReasonOf(Candidate candidate, GatewaySnapshot snapshot) =>
        snapshot.Providers.TryGetValue(candidate.Model.Provider, out var provider) ? provider.ReserveReason : null;
}
