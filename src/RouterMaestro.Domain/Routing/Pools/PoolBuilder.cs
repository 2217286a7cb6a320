using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>Builds a pool: the policy ranks the models of a name, and the table adds the facts that planning needs.</summary>
internal sealed class PoolBuilder
{
    // a policy names each model of a catalog a few times at most; this ends one that never ends
    private const int MaxRanked = 10_000;

    private readonly PoolTable _table;
    private readonly IRoutingPolicy _policy;
    private readonly List<PoolCandidate> _entries;
    private readonly List<SkippedCandidate> _excluded = [];
    private readonly HashSet<string> _seen;
    private readonly string _notNamed;
    private int _max = 1;

    private PoolBuilder(PoolTable table, IRoutingPolicy policy)
    {
        var max = table.Priorities.Count + 1;
        (_table, _policy, _entries, _seen) = (table, policy, new(max), new(max, StringComparer.Ordinal));
        _notNamed = $"the strategy '{policy.Name}' does not name it for this request";
    }

    /// <summary>Builds a pool. If the policy fails, the default policy ranks the models, and the pool tells why.</summary>
    /// <param name="table">The settings and the catalog.</param>
    /// <param name="name">The name.</param>
    /// <param name="leader">The place of the model that leads, where the gateway chooses.</param>
    /// <param name="facts">The facts of the request that the policy sees.</param>
    /// <param name="seed">The random number that the policy sees.</param>
    public static CandidatePool Build(PoolTable table, ResolvedName name, int leader, RequestFacts facts, ulong seed)
    {
        var isAutomatic = name.Kind == NameKind.Automatic;
        var models = isAutomatic ? [name.Models[leader].Ref] : name.Models.Select(m => m.Ref).ToEquatableArray();
        var context = new RankingContext(name.Kind, models, table.Priorities, table.Settings, table.Catalog) { Facts = facts, Seed = seed };
        var builder = new PoolBuilder(table, table.Policy);
        var error = builder.Rank(context);
        if (error is not null)
        {
            error = $"The routing policy '{table.Policy.Name}' ({table.Policy.GetType().FullName}) {error}.";
            table.Report(error);
            builder = new PoolBuilder(table, table.DefaultPolicy);
            builder.Rank(context);
        }

        return builder.Build(name, context, isAutomatic && name.IsAmongPriorities ? leader : 0, error);
    }

    /// <summary>Returns the place of the model that leads the pool of a request: the first model of the name that can serve it.</summary>
    public static int LeaderFor(ResolvedName name, RequestFacts facts)
    {
        if (name.Kind != NameKind.Automatic)
        {
            return 0;
        }

        var needs = RequestNeeds.Of(facts);
        var models = name.Models.AsSpan();
        for (var i = 0; i < models.Length; i++)
        {
            if (needs.AreMetBy(models[i]) && (facts.Operation != CallOperation.Embeddings || models[i].Capabilities.Embeddings == Support.Supported))
            {
                return i;
            }
        }

        return 0;
    }

    /// <summary>Adds the models that the policy ranks.</summary>
    /// <returns>The error of the policy; null if its ranking can be used.</returns>
    private string? Rank(RankingContext context)
    {
        try
        {
            _max = _policy.MaxCandidates(_table.Settings);
            var count = 0;
            foreach (var ranked in _policy.Rank(context))
            {
                if (ErrorOf(ranked, context, ++count) is { } error)
                {
                    return error;
                }

                Add(ranked);
            }

            return count == 0 && !context.Models.IsEmpty ? "ranked no model" : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // a policy may be the host's code, whose faults must not end calls that other models can serve
            return $"threw {exception.GetType().Name} ({exception.Message})";
        }
    }

    private string? ErrorOf(RankedModel? ranked, RankingContext context, int count) =>
        count > MaxRanked ? $"ranked more than {MaxRanked} models"
        : ranked?.Model is null || ranked.Reason is null ? "ranked a model that is null, or has no reason"
        : IsStranger(ranked.Model, context) ? $"ranked '{ranked.Model.QualifiedId}', which no provider has"
        : null;

    private bool IsStranger(ModelRef model, RankingContext context)
    {
        var availability = _table.AvailabilityOf(model);
        return availability.Skipped is not null
            && _table.PlaceOf(availability.Model) == int.MaxValue
            && !context.Models.Contains(availability.Model)
            && (availability.Skipped.ReasonCode == SkipReason.Unlisted || _table.Catalog.FindProvider(model.Provider) is null);
    }

    private CandidatePool Build(ResolvedName name, RankingContext context, int skipped, string? policyError)
    {
        var unable = name.Models.AsSpan()[..skipped].ToArray()
            .Where(m => _seen.Add(m.Ref.QualifiedId))
            .Select(m => PoolCandidate.Of(_table.AvailabilityOf(m.Ref), "", 0))
            .ToArray();
        Exclude(_table.Priorities);
        Exclude(context.Models.Count == 0 ? [] : _table.Catalog.FindNamesakes(context.Models[0].Id).Select(c => c.Ref));

        var max = Math.Clamp(_max, 1, 1 + RoutingSettings.MaxRetriesLimit);
        return new CandidatePool(name, _policy.Name, max, Sorted()) { Skipped = unable, Excluded = [.. _excluded], PolicyError = policyError };
    }

    private void Add(RankedModel ranked)
    {
        var availability = _table.AvailabilityOf(ranked.Model);
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
                _excluded.Add(_table.AvailabilityOf(model).Skipped ?? new(model, SkipReason.NotInPool, _notNamed));
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
