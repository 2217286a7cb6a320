using System.Collections.Frozen;

namespace RouterMaestro.Domain.Models;

/// <summary>An immutable index of the providers and their models.</summary>
public sealed class ModelCatalog
{
    private readonly FrozenDictionary<string, ProviderCard> _providers;
    private readonly FrozenDictionary<string, ModelCard> _models;

    /// <summary>Indexes the cards.</summary>
    /// <param name="providers">The providers, in the order in which they are preferred.</param>
    public ModelCatalog(EquatableArray<ProviderCard> providers)
    {
        Providers = providers;
        AwaitsLists = providers.Any(p => p.IsUsable && !p.IsListed);
        _providers = providers.ToFrozenDictionary(p => p.Id, StringComparer.OrdinalIgnoreCase);
        _models = providers.SelectMany(p => p.Models).DistinctBy(m => m.Ref.QualifiedId).ToFrozenDictionary(m => m.Ref.QualifiedId);
    }

    /// <summary>Gets the catalog of a gateway without providers.</summary>
    public static ModelCatalog Empty { get; } = new([]);

    /// <summary>Gets the providers, in the order in which they are preferred.</summary>
    public EquatableArray<ProviderCard> Providers { get; }

    /// <summary>Gets the models of all usable providers, in order.</summary>
    public IEnumerable<ModelCard> UsableModels => Providers.Where(p => p.IsUsable).SelectMany(p => p.Models);

    /// <summary>Gets whether a usable provider has not sent its first list of models yet.</summary>
    public bool AwaitsLists { get; }

    /// <summary>Finds a provider by its id, in any case.</summary>
    /// <param name="id">The id.</param>
    public ProviderCard? FindProvider(string id) => _providers.GetValueOrDefault(id);

    /// <summary>Finds a model by its qualified id.</summary>
    /// <param name="qualifiedId">The id, <c>provider/model-id</c>.</param>
    public ModelCard? FindModel(string qualifiedId) => _models.GetValueOrDefault(qualifiedId);
}
