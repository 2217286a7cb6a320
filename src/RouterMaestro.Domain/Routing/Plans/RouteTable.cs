using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Policies;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>
/// Settings and catalog, made ready for planning. It never changes; what it remembers (what names mean, and the pools behind them) only saves
/// work.
/// </summary>
public sealed class RouteTable
{
    private const int MaxNames = 2048;

    private readonly BoundedMemo<ResolvedName> _names = new(MaxNames);
    private readonly Dictionary<string, int> _places;
    private readonly NameResolver _resolver;
    private readonly Func<string, ResolvedName> _resolve;

    /// <summary>Makes the table.</summary>
    /// <param name="settings">What the operator decided.</param>
    /// <param name="catalog">Who is there.</param>
    /// <param name="policies">The policies among which the settings choose; of two with the same name the last one counts. Where the chosen one is not there, <see cref="PriorityPolicy"/> serves.</param>
    /// <param name="similarity">Tells how alike names look; null: only names that mean the same by rule are understood.</param>
    public RouteTable(RoutingSettings settings, ModelCatalog catalog, IEnumerable<IRoutingPolicy>? policies = null, INameSimilarity? similarity = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(catalog);
        Settings = settings;
        Catalog = catalog;
        Policy = policies?.LastOrDefault(p => p.Name == settings.Strategy) ?? new PriorityPolicy();
        Availabilities = settings.Priorities
            .Select(id => ModelRef.TryParse(id, out var model) ? ModelAvailability.Of(catalog, model) : null)
            .OfType<ModelAvailability>().DistinctBy(r => r.Model.QualifiedId).ToArray();
        Priorities = Availabilities.Select(r => r.Model).ToEquatableArray();
        _places = Availabilities.Select((r, place) => (r.Model.QualifiedId, place)).ToDictionary(p => p.QualifiedId, p => p.place);
        _resolver = new NameResolver(this, similarity);
        _resolve = _resolver.Resolve;
    }

    /// <summary>Gets the table of a gateway without providers.</summary>
    public static RouteTable Empty { get; } = new(RoutingSettings.Default, ModelCatalog.Empty);

    /// <summary>Gets what the operator decided.</summary>
    public RoutingSettings Settings { get; }

    /// <summary>Gets who is there.</summary>
    public ModelCatalog Catalog { get; }

    /// <summary>Gets the policy that ranks the models.</summary>
    public IRoutingPolicy Policy { get; }

    internal EquatableArray<ModelRef> Priorities { get; }

    /// <summary>Gets what is known of the priorities, one by one.</summary>
    internal ModelAvailability[] Availabilities { get; }

    /// <summary>Gets a model's place among the priorities; the largest number when it is none.</summary>
    internal int PlaceOf(ModelRef model) => _places.GetValueOrDefault(model.QualifiedId, int.MaxValue);

    /// <summary>Tells whether a model can be asked.</summary>
    internal ModelAvailability AvailabilityOf(ModelRef model) => _places.TryGetValue(model.QualifiedId, out var place) ? Availabilities[place] : ModelAvailability.Of(Catalog, model);

    internal ResolvedName Resolve(string name) => _names.GetOrAdd(name, _resolve);

    internal bool DependsOnLists(string name) => Catalog.AwaitsLists && _resolver.DependsOnLists(name);

    internal CandidatePool PoolFor(ResolvedName name, RequestFacts facts, ulong seed)
    {
        var leader = name.LeaderFor(facts);
        return Policy.VariesByRequest
            ? PoolBuilder.Build(this, name, leader, facts, seed)
            : name.FindPool(leader) ?? name.Keep(leader, PoolBuilder.Build(this, name, leader, new RequestFacts(facts.Model), 0));
    }
}
