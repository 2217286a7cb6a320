using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Policies;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>
/// The settings and the catalog, prepared for planning. Its content never changes; the meanings of names, their pools and their default plans
/// are cached.
/// </summary>
public sealed class RouteTable
{
    private const int MaxNames = 2048;

    private readonly BoundedMemo<PlannedName> _names = new(MaxNames);
    private readonly PoolTable _pools;
    private readonly NameResolver _resolver;
    private readonly ModelMatcher _matcher;
    private readonly Func<string, PlannedName> _resolve;

    /// <summary>Creates the table.</summary>
    /// <param name="settings">The operator's settings.</param>
    /// <param name="catalog">The providers and their models.</param>
    /// <param name="policies">
    /// The policies among which the settings choose; their names differ. If the chosen policy is missing or fails, <see cref="PriorityPolicy"/> serves.
    /// </param>
    /// <param name="similarity">Scores the similarity of two names, by which unknown ones get suggestions; null: they get none.</param>
    /// <param name="onPolicyError">Called once, with a sentence, when the chosen policy fails.</param>
    public RouteTable(
        RoutingSettings settings,
        ModelCatalog catalog,
        IEnumerable<IRoutingPolicy>? policies = null,
        INameSimilarity? similarity = null,
        Action<string>? onPolicyError = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(catalog);
        var standard = new PriorityPolicy();
        _pools = new PoolTable(settings, catalog, (policies?.FirstOrDefault(p => p.Name == settings.Strategy) ?? standard, standard), onPolicyError);
        _matcher = new ModelMatcher(catalog, settings.Names, similarity);
        _resolver = new NameResolver(new Aliases(settings.Aliases), catalog, _pools.UsablePriorities, _pools.PlaceOf, _matcher);
        _resolve = name => new PlannedName(_resolver.Resolve(name));
    }

    /// <summary>Gets the table of a gateway without providers.</summary>
    public static RouteTable Empty { get; } = new(RoutingSettings.Default, ModelCatalog.Empty);

    /// <summary>Gets the operator's settings.</summary>
    public RoutingSettings Settings => _pools.Settings;

    /// <summary>Gets the providers and their models.</summary>
    public ModelCatalog Catalog => _pools.Catalog;

    /// <summary>Gets the policy that ranks the models.</summary>
    public IRoutingPolicy Policy => _pools.Policy;

    internal EquatableArray<ModelRef> Priorities => _pools.Priorities;

    /// <summary>Gets the maximum number of candidates of a name that means no model.</summary>
    internal int MaxCandidates => _pools.FindMaxCandidates();

    /// <summary>Finds the qualified ids of a provider that are like one that it does not have.</summary>
    internal EquatableArray<string> FindSimilar(ProviderCard provider, string id) => _matcher.Suggestions.Within(provider, id);

    internal PlannedName Resolve(string name) => _names.GetOrAdd(name, _resolve);

    internal bool DependsOnLists(string name) => Catalog.AwaitsLists && _resolver.DependsOnLists(name);

    /// <summary>Gets the pool of a request: the cached one, or a new one if the policy ranks each request anew.</summary>
    internal PlannedPool PoolFor(PlannedName name, RequestFacts facts, ulong seed)
    {
        var leader = PoolBuilder.LeaderFor(name.Meaning, facts);
        return Policy.VariesByRequest
            ? PlannedPool.Of(PoolBuilder.Build(_pools, name.Meaning, leader, facts, seed))
            : name.FindPool(leader)
                ?? name.Store(leader, PlannedPool.Of(PoolBuilder.Build(_pools, name.Meaning, leader, new RequestFacts(facts.Model), 0)));
    }
}
