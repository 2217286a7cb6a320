using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>Chooses the models of a pool that can serve one request now.</summary>
internal static class CandidateSelector
{
    /// <summary>Plans a request for which the default plan does not hold.</summary>
    public static RoutePlan Choose(RouteTable routes, CandidatePool pool, RequestFacts facts, HealthSnapshot health, DateTimeOffset now)
    {
        var needs = RequestNeeds.Of(facts);
        List<SkippedCandidate> passed = [];
        var able = Able(pool, needs, RequestNeeds.DefaultBytesPerToken, passed);
        if (facts.Operation == CallOperation.Embeddings)
        {
            able = Comparable(pool, able, passed);
        }

        // the length is an estimate: before a request is refused, only models that it cannot possibly fit are skipped
        if (able.Count == 0 && passed.Exists(p => p.ReasonCode == SkipReason.ContextWindow))
        {
            passed.Clear();
            able = Able(pool, needs, RequestNeeds.MaxBytesPerToken, passed);
        }

        if (able.Count == 0)
        {
            return RoutePlans.Refused(pool, needs, passed, routes);
        }

        if ((pool.Uneven & needs.Features) != 0)
        {
            able = [.. able.OrderBy(e => e.Group).ThenBy(e => (e.Unknown & needs.Features & pool.Uneven) != 0)];
        }

        return health.IsClear ? RoutePlans.Of(pool, able, passed) : HealthOrder.Plan(pool, able, passed, health, now);
    }

    /// <summary>Keeps one model only: vectors of different models cannot be compared. The automatic model needs a model that is known to make embeddings.</summary>
    private static List<PoolCandidate> Comparable(CandidatePool pool, List<PoolCandidate> able, List<SkippedCandidate> passed)
    {
        var isAutomatic = pool.Name.Kind == NameKind.Automatic;
        var model = isAutomatic ? able.Find(IsKnownToEmbed)?.Model.Id : pool.Name.Models[0].Ref.Id;
        foreach (var entry in able.Where(e => e.Model.Id != model))
        {
            passed.Add(model is null
                ? new(entry.Model, SkipReason.Capability, "it is not known to make embeddings")
                : new(entry.Model, SkipReason.NotInPool, "another model's vectors could not be compared"));
        }

        return able.FindAll(e => e.Model.Id == model);
    }

    private static bool IsKnownToEmbed(PoolCandidate entry) => entry.Candidate.Card?.Capabilities.Embeddings == Support.Supported;

    private static List<PoolCandidate> Able(CandidatePool pool, RequestNeeds needs, int bytesPerToken, List<SkippedCandidate> passed)
    {
        List<PoolCandidate> able = new(pool.Entries.Length);
        foreach (var entry in pool.Skipped)
        {
            if (needs.SkipOf(entry.ModelAvailability, bytesPerToken) is { } reason)
            {
                passed.Add(reason);
            }
        }

        foreach (var entry in pool.Entries)
        {
            if (needs.SkipOf(entry.ModelAvailability, bytesPerToken) is { } reason)
            {
                passed.Add(reason);
            }
            else
            {
                able.Add(entry);
            }
        }

        return able;
    }
}
