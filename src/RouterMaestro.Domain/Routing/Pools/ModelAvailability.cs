using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>Whether a model can be asked at all, and what is known of it.</summary>
/// <param name="Model">The model, its provider's id in the provider's own spelling.</param>
/// <param name="Card">What the lists say of it; null when none holds it.</param>
/// <param name="Keys">Its circuits.</param>
/// <param name="Skipped">Why it cannot be asked; null when it can.</param>
/// <param name="Unasked">What its provider cannot be asked for.</param>
internal sealed record ModelAvailability(ModelRef Model, ModelCard? Card, HealthKeys Keys, SkippedCandidate? Skipped, ModelFeatures Unasked = ModelFeatures.None)
{
    /// <summary>Gets what the model cannot do.</summary>
    public ModelFeatures Lacking { get; } = RequestNeeds.FeaturesThat(Card, Support.Unsupported) | Unasked;

    /// <summary>Gets what is known of the model, as far as anything is.</summary>
    public ModelCard KnownCard => Card ?? new ModelCard(Model, Model.Id)
    {
        Capabilities = (Unasked & ModelFeatures.Embeddings) == 0 ? ModelCapabilities.Unknown : new() { Embeddings = Support.Unsupported },
    };

    /// <summary>Gets what nobody says about the model.</summary>
    public ModelFeatures Unknown { get; } = RequestNeeds.FeaturesThat(Card, Support.Unknown);

    /// <summary>Gets the most tokens that the model takes; null when that is not known.</summary>
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
        !provider.IsUsable ? new(model, SkipReason.NoCredential, $"its provider has no key: set {provider.KeyVariable ?? "its key"}")
        : !isListed && provider.IsPinned ? new(model, SkipReason.Unlisted, $"provider '{provider.Id}' is configured without it")
        : null;
}
