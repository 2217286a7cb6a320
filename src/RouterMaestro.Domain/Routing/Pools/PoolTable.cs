using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>The settings and the catalog as pools are built from them. It never changes.</summary>
internal sealed class PoolTable
{
    private readonly Dictionary<string, int> _places;
    private readonly ModelAvailability[] _availabilities;

    public PoolTable(RoutingSettings settings, ModelCatalog catalog, IRoutingPolicy policy)
    {
        (Settings, Catalog, Policy) = (settings, catalog, policy);
        _availabilities = settings.Priorities
            .Select(id => ModelRef.TryParse(id, out var model) ? ModelAvailability.Of(catalog, model) : null)
            .OfType<ModelAvailability>().DistinctBy(a => a.Model.QualifiedId).ToArray();
        Priorities = _availabilities.Select(a => a.Model).ToEquatableArray();
        UsablePriorities = _availabilities.Where(a => a.Skipped is null).Select(a => a.KnownCard).ToEquatableArray();
        _places = _availabilities.Select((a, place) => (a.Model.QualifiedId, place)).ToDictionary(p => p.QualifiedId, p => p.place);
    }

    public RoutingSettings Settings { get; }

    public ModelCatalog Catalog { get; }

    public IRoutingPolicy Policy { get; }

    /// <summary>Gets the models of the operator's priorities, the best first.</summary>
    public EquatableArray<ModelRef> Priorities { get; }

    /// <summary>Gets the priorities whose provider can be asked, in order.</summary>
    public EquatableArray<ModelCard> UsablePriorities { get; }

    /// <summary>Gets a model's place among the priorities; the largest number when it is none.</summary>
    public int PlaceOf(ModelRef model) => _places.GetValueOrDefault(model.QualifiedId, int.MaxValue);

    /// <summary>Gets whether a model can be asked, and the known facts about it.</summary>
    public ModelAvailability AvailabilityOf(ModelRef model) =>
        _places.TryGetValue(model.QualifiedId, out var place) ? _availabilities[place] : ModelAvailability.Of(Catalog, model);
}
