using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>Whether a model can be asked at all, and the known facts about it.</summary>
/// <param name="Model">The model, its provider's id in the provider's own spelling.</param>
/// <param name="Card">Its card; null when no list has the model.</param>
/// <param name="Keys">Its circuits.</param>
/// <param name="Skipped">The reason if it cannot be asked; otherwise null.</param>
/// <param name="Unavailable">The features that its provider's API lacks.</param>
internal sealed record ModelAvailability(ModelRef Model, ModelCard? Card, HealthKeys Keys, SkippedCandidate? Skipped, ModelFeatures Unavailable = ModelFeatures.None)
{
    /// <summary>Gets the features that the model lacks.</summary>
    public ModelFeatures Lacking { get; } = RequestNeeds.FeaturesThat(Card, Support.Unsupported) | Unavailable;

    /// <summary>Gets the model's card, or an empty one.</summary>
    public ModelCard KnownCard => Card ?? new ModelCard(Model, Model.Id)
    {
        Capabilities = (Unavailable & ModelFeatures.Embeddings) == 0 ? ModelCapabilities.Unknown : new() { Embeddings = Support.Unsupported },
    };

    /// <summary>Gets the features of which it is unknown whether the model has them.</summary>
    public ModelFeatures Unknown { get; } = RequestNeeds.FeaturesThat(Card, Support.Unknown);

    /// <summary>Gets the maximum number of tokens that the model accepts; null when unknown.</summary>
    public int? Window { get; } = RequestNeeds.WindowOf(Card);

    /// <summary>Looks a model up.</summary>
    public static ModelAvailability Of(ModelCatalog catalog, ModelRef model)
    {
        if (catalog.FindProvider(model.Provider) is not { } provider)
        {
            return new(model, null, default, new(model, SkipReason.NoCredential, $"there is no provider '{model.Provider}'"));
        }

        model = provider.Id == model.Provider ? model : new ModelRef(provider.Id, model.Id);
        var isListed = catalog.FindModel(model.QualifiedId) is not null;
        return new(model, catalog.CardOf(model), HealthKeys.Of(model, provider), SkipOf(model, isListed, provider), provider.AcceptsEmbeddings ? 0 : ModelFeatures.Embeddings);
    }

    private static SkippedCandidate? SkipOf(ModelRef model, bool isListed, ProviderCard provider) =>
        !provider.IsUsable ? new(model, SkipReason.NoCredential, $"its provider has no {(provider.AcceptsLogin ? "login" : "key")}: {provider.CredentialAdvice}")
        : !isListed && provider.IsPinned ? new(model, SkipReason.Unlisted, $"provider '{provider.Id}' is configured without it")
        : null;
}
