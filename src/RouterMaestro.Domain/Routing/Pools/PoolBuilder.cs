using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>Lets the policy rank the models of a name and looks up what planning needs to know of them.</summary>
internal sealed class PoolBuilder
{
    private readonly RouteTable _routes;
    private readonly List<PoolCandidate> _entries;
    private readonly List<SkippedCandidate> _excluded = [];
    private readonly HashSet<string> _seen;
    private readonly string _notNamed;

    private PoolBuilder(RouteTable routes)
    {
        var most = routes.Priorities.Count + 1;
        (_routes, _entries, _seen) = (routes, new(most), new(most, StringComparer.Ordinal));
        _notNamed = $"the strategy '{routes.Policy.Name}' does not name it for this request";
    }

    /// <summary>Builds a pool.</summary>
    /// <param name="routes">The settings and the catalog.</param>
    /// <param name="name">The name.</param>
    /// <param name="leader">The place of the model that leads, where the gateway chooses.</param>
    /// <param name="facts">What the policy sees of the request.</param>
    /// <param name="seed">The random number that the policy sees.</param>
    public static CandidatePool Build(RouteTable routes, ResolvedName name, int leader, RequestFacts facts, ulong seed)
    {
        var isAutomatic = name.Kind == NameKind.Automatic;
        var models = isAutomatic ? [name.Models[leader].Ref] : name.Models.Select(m => m.Ref).ToEquatableArray();
        var context = new RankingContext(name.Kind, models, routes.Priorities, routes.Settings, routes.Catalog) { Facts = facts, Seed = seed };
        return new PoolBuilder(routes).Build(name, context, isAutomatic && name.IsAmongPriorities ? leader : 0);
    }

    private CandidatePool Build(ResolvedName name, RankingContext context, int skipped)
    {
        foreach (var ranked in _routes.Policy.Rank(context))
        {
            Add(ranked);
        }

        var passed = name.Models.AsSpan()[..skipped].ToArray()
            .Where(m => _seen.Add(m.Ref.QualifiedId))
            .Select(m => PoolCandidate.Of(_routes.AvailabilityOf(m.Ref), "", 0))
            .ToArray();
        Exclude(_routes.Priorities);
        Exclude(context.Models.Count == 0 ? [] : _routes.Catalog.FindNamesakes(context.Models[0].Id).Select(c => c.Ref));

        var most = Math.Clamp(_routes.Policy.MaxCandidates(_routes.Settings), 1, 1 + RoutingSettings.MaxRetriesLimit);
        var pool = new CandidatePool(name, _routes.Policy.Name, most, Sorted()) { Skipped = passed, Excluded = [.. _excluded] };
        pool.Plan = pool.Entries.Length == 0 ? null : RoutePlans.Of(pool, pool.Entries, []);
        return pool;
    }

    private void Add(RankedModel ranked)
    {
        var availability = _routes.AvailabilityOf(ranked.Model);
        if (!_seen.Add(availability.Model.QualifiedId))
        {
            return;
        }

        if (availability.Skipped is null)
        {
            _entries.Add(PoolCandidate.Of(availability, ranked.Reason, ranked.Group));
        }
        else
        {
            _excluded.Add(availability.Skipped);
        }
    }

    private void Exclude(IEnumerable<ModelRef> models)
    {
        foreach (var model in models)
        {
            if (_seen.Add(model.QualifiedId))
            {
                _excluded.Add(_routes.AvailabilityOf(model).Skipped ?? new(model, SkipReason.NotInPool, _notNamed));
            }
        }
    }

    private PoolCandidate[] Sorted()
    {
        for (var i = 1; i < _entries.Count; i++)
        {
            if (_entries[i].Group < _entries[i - 1].Group)
            {
                return [.. _entries.OrderBy(e => e.Group)];
            }
        }

        return [.. _entries];
    }
}
