using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>The settings and the catalog as pools are built from them. They never change.</summary>
internal sealed class PoolTable
{
    private readonly Dictionary<string, int> _places;
    private readonly ModelAvailability[] _availabilities;
    private readonly Action<string>? _onPolicyError;
    private int _isReported;

    public PoolTable(RoutingSettings settings, ModelCatalog catalog, (IRoutingPolicy Chosen, IRoutingPolicy Default) policies, Action<string>? onPolicyError)
    {
        (Settings, Catalog, Policy, DefaultPolicy, _onPolicyError) = (settings, catalog, policies.Chosen, policies.Default, onPolicyError);
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

    /// <summary>Gets the policy that ranks the models when the chosen one fails.</summary>
    public IRoutingPolicy DefaultPolicy { get; }

    /// <summary>Gets the models of the operator's priorities, the best first.</summary>
    public EquatableArray<ModelRef> Priorities { get; }

    /// <summary>Gets the priorities whose provider can be asked, in order.</summary>
    public EquatableArray<ModelCard> UsablePriorities { get; }

    /// <summary>Returns the maximum number of models that are asked, whatever the name; that of the default policy if the chosen one fails.</summary>
    public int FindMaxCandidates()
    {
        try
        {
            return Math.Clamp(Policy.MaxCandidates(Settings), 1, 1 + RoutingSettings.MaxRetriesLimit);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // as for a ranking: the host's code must not end a call
            return DefaultPolicy.MaxCandidates(Settings);
        }
    }

    /// <summary>Gets a model's place among the priorities; the largest number when it is none.</summary>
    public int PlaceOf(ModelRef model) => _places.GetValueOrDefault(model.QualifiedId, int.MaxValue);

    /// <summary>Reports the error of the policy, the first time only: a policy that ranks each request anew may fail with each of them.</summary>
    public void Report(string error)
    {
        if (_onPolicyError is not null && Interlocked.Exchange(ref _isReported, 1) == 0)
        {
            _onPolicyError(error);
        }
    }

    /// <summary>Gets whether a model can be asked, and the known facts about it.</summary>
    public ModelAvailability AvailabilityOf(ModelRef model) =>
        _places.TryGetValue(model.QualifiedId, out var place) ? _availabilities[place] : ModelAvailability.Of(Catalog, model);
}
