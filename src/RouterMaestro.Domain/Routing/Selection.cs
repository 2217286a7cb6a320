using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing;

/// <summary>Chooses from a pool the models that can serve one request now.</summary>
internal static class Selection
{
    /// <summary>Plans a request of which not everything is as usual.</summary>
    public static RoutePlan Choose(RouteTable routes, RankedPool pool, RequestFacts facts, HealthSnapshot health, DateTimeOffset now)
    {
        var needs = RequestNeeds.Of(facts);
        List<PassedOver> passed = [];
        var able = Able(pool, needs, RequestNeeds.UsualBytesPerToken, passed);
        if (facts.Operation == CallOperation.Embeddings)
        {
            able = Comparable(pool, able, passed);
        }

        // where nobody is left, a model is spared only if the request cannot fit: its provider knows better than an estimate
        if (able.Count == 0 && passed.Exists(p => p.Why == PassReason.ContextWindow))
        {
            passed.Clear();
            able = Able(pool, needs, RequestNeeds.MostBytesPerToken, passed);
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

    /// <summary>Vectors of different models cannot be compared: nobody stands in but the same model elsewhere, and the gateway chooses nobody by guess.</summary>
    private static List<PoolEntry> Comparable(RankedPool pool, List<PoolEntry> able, List<PassedOver> passed)
    {
        var isAutomatic = pool.Name.Kind == NameKind.Automatic;
        var model = isAutomatic ? able.Find(IsKnownToEmbed)?.Model.Id : pool.Name.Models[0].Ref.Id;
        foreach (var entry in able.Where(e => e.Model.Id != model))
        {
            passed.Add(model is null
                ? new(entry.Model, PassReason.Capability, "it is not known to make embeddings")
                : new(entry.Model, PassReason.NotInPool, "another model's vectors could not be compared"));
        }

        return able.FindAll(e => e.Model.Id == model);
    }

    private static bool IsKnownToEmbed(PoolEntry entry) => entry.Candidate.Card?.Capabilities.Embeddings == Support.Supported;

    private static List<PoolEntry> Able(RankedPool pool, RequestNeeds needs, int bytesPerToken, List<PassedOver> passed)
    {
        List<PoolEntry> able = new(pool.Entries.Length);
        foreach (var entry in pool.Skipped)
        {
            if (needs.FaultOf(entry.Reach, bytesPerToken) is { } fault)
            {
                passed.Add(fault);
            }
        }

        foreach (var entry in pool.Entries)
        {
            if (needs.FaultOf(entry.Reach, bytesPerToken) is { } fault)
            {
                passed.Add(fault);
            }
            else
            {
                able.Add(entry);
            }
        }

        return able;
    }
}
