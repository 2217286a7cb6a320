using System.Collections.Concurrent;
using System.Collections.Frozen;
using RouterMaestro.Domain.Models.Facts;

namespace RouterMaestro.Domain.Models;

/// <summary>An immutable index of the providers and their models.</summary>
public sealed class ModelCatalog
{
    /// <summary>The name of the automatic model: the gateway chooses the model.</summary>
    public const string AutomaticModel = "router-maestro";

    private readonly EquatableArray<ModelOverride> _overrides;
    private readonly FrozenDictionary<string, ProviderCard> _providers;
    private readonly Dictionary<string, ModelCard> _models;
    private readonly Dictionary<string, EquatableArray<ModelCard>> _namesakes;

    // filled as models are asked for: what is known of a model never changes
    private readonly ConcurrentDictionary<string, ModelFacts> _facts = new(StringComparer.Ordinal);

    /// <summary>Indexes the cards.</summary>
    /// <param name="providers">The providers, in the order in which they are preferred.</param>
    /// <param name="overrides">The limits that win over those of the cards.</param>
    public ModelCatalog(EquatableArray<ProviderCard> providers, EquatableArray<ModelOverride> overrides = default)
    {
        _overrides = overrides;
        Providers = (overrides.IsEmpty ? providers : Override(providers, overrides)).Select(Restrict).ToEquatableArray();
        AwaitsLists = providers.Any(p => p.IsUsable && !p.IsListed);
        UsableModels = Providers.Where(p => p.IsUsable).SelectMany(p => p.Models).ToEquatableArray();
        _providers = Providers.ToFrozenDictionary(p => p.Id, StringComparer.OrdinalIgnoreCase);
        _models = Providers.SelectMany(p => p.Models).DistinctBy(m => m.Ref.QualifiedId).ToDictionary(m => m.Ref.QualifiedId);
        _namesakes = Providers.SelectMany(p => p.Models).GroupBy(m => m.Ref.Id).ToDictionary(g => g.Key, g => g.ToEquatableArray());
    }

    /// <summary>Gets the catalog of a gateway without providers.</summary>
    public static ModelCatalog Empty { get; } = new([]);

    /// <summary>Gets the providers, in the order in which they are preferred.</summary>
    public EquatableArray<ProviderCard> Providers { get; }

    /// <summary>Gets the models of all usable providers, in order.</summary>
    public EquatableArray<ModelCard> UsableModels { get; }

    /// <summary>Gets the ids of the providers that can be asked, but whose models are not known: their lists did not arrive.</summary>
    internal string[] Silent => [.. Providers.Where(p => p is { IsUsable: true, IsPinned: false, Models.Count: 0 }).Select(p => p.Id)];

    /// <summary>Gets whether a usable provider has not sent its first list of models yet.</summary>
    public bool AwaitsLists { get; }

    /// <summary>Finds a provider by its id, in any case.</summary>
    /// <param name="id">The id.</param>
    public ProviderCard? FindProvider(string id) => _providers.GetValueOrDefault(id);

    /// <summary>Finds a model by its qualified id.</summary>
    /// <param name="qualifiedId">The id, <c>provider/model-id</c>.</param>
    public ModelCard? FindModel(string qualifiedId) => _models.GetValueOrDefault(qualifiedId);

    /// <summary>Gets what is known of a model: its card, or what the operator says of a model that no list holds.</summary>
    /// <param name="model">The model.</param>
    public ModelCard? CardOf(ModelRef model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return FindModel(model.QualifiedId)
            ?? ((Override(model.QualifiedId) ?? Override(model.Id)) is { } own
                ? new ModelCard(model, model.Id) { Limits = own.Limits }
                : null);
    }

    /// <summary>Gets what a model takes and refuses: what the operator says, and otherwise what the product knows of its family.</summary>
    /// <param name="model">The model.</param>
    public ModelFacts FactsOf(ModelRef model) => FactsOf(model, ModelFacts.Unknown);

    /// <summary>Gets what a model takes and refuses: what the operator says, what the provider's answers taught, and what the product knows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="learned">What the answers taught.</param>
    internal ModelFacts FactsOf(ModelRef model, ModelFacts learned)
    {
        ArgumentNullException.ThrowIfNull(model);
        var isLearned = !ReferenceEquals(learned, ModelFacts.Unknown);
        if (!isLearned && _facts.TryGetValue(model.QualifiedId, out var known))
        {
            return known;
        }

        var facts = (Override(model.QualifiedId)?.Facts ?? ModelFacts.Unknown)
            .Or(Override(model.Id)?.Facts ?? ModelFacts.Unknown)
            .Or(learned)
            .Or(ModelFacts.Of(model.Id, FindProvider(model.Provider)?.Vendor));

        // the names of other models come from callers, so that there is no end of them
        return !isLearned && _models.ContainsKey(model.QualifiedId) ? _facts.GetOrAdd(model.QualifiedId, facts) : facts;
    }

    /// <summary>Finds the models that have the same id at different providers, usable or not, in order.</summary>
    /// <param name="id">The id at the provider.</param>
    public EquatableArray<ModelCard> FindNamesakes(string id) => _namesakes.GetValueOrDefault(id);

    // a model has no embeddings if its provider's API has none
    private static ProviderCard Restrict(ProviderCard provider) => provider.AcceptsEmbeddings ? provider : provider with
    {
        Models = provider.Models.Select(m => m with { Capabilities = m.Capabilities with { Embeddings = Support.Unsupported } }).ToEquatableArray(),
    };

    private ModelOverride? Override(string id)
    {
        foreach (var own in _overrides)
        {
            if (own.Model == id)
            {
                return own;
            }
        }

        return null;
    }

    private static EquatableArray<ProviderCard> Override(EquatableArray<ProviderCard> providers, EquatableArray<ModelOverride> overrides)
    {
        var known = overrides.DistinctBy(o => o.Model).ToDictionary(o => o.Model);
        return providers.Select(p => p with { Models = p.Models.Select(Apply).ToEquatableArray() }).ToEquatableArray();

        ModelCard Apply(ModelCard card) => (known.GetValueOrDefault(card.Ref.QualifiedId) ?? known.GetValueOrDefault(card.Ref.Id)) is { } own
            ? card with
            {
                Limits = own.Limits.Or(card.Limits),
                Capabilities = own.Facts.Efforts is { } efforts ? card.Capabilities with { Efforts = efforts } : card.Capabilities,
            }
            : card;
    }
}
