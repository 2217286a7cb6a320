using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing;

/// <summary>A model of a pool, with all that planning looks at.</summary>
/// <param name="Candidate">The model as it stands in a plan.</param>
/// <param name="Keys">Its circuits.</param>
/// <param name="Group">Its group in the ranking.</param>
internal sealed record PoolEntry(Candidate Candidate, HealthKeys Keys, int Group)
{
    public ModelRef Model => Candidate.Model;

    /// <summary>Gets what the model cannot do.</summary>
    public ModelFeatures Lacking { get; } = RequestNeeds.FeaturesThat(Candidate.Card, Support.Unsupported);

    /// <summary>Gets what nobody says about the model.</summary>
    public ModelFeatures Unknown { get; } = RequestNeeds.FeaturesThat(Candidate.Card, Support.Unknown);

    /// <summary>Makes the entry of a model, or finds why it is out of reach.</summary>
    public static PoolEntry? Create(ModelCatalog catalog, RankedModel ranked, out PassedOver? fault)
    {
        var model = ranked.Model;
        fault = null;
        if (catalog.FindProvider(model.Provider) is not { } provider)
        {
            fault = new(model, PassReason.NoCredential, $"there is no provider '{model.Provider}'");
            return null;
        }

        model = provider.Id == model.Provider ? model : new ModelRef(provider.Id, model.Id);
        var isListed = catalog.FindModel(model.QualifiedId) is not null;
        fault = !provider.IsUsable ? new(model, PassReason.NoCredential, $"its provider has no key: set {provider.KeyVariable ?? "its key"}")
            : !isListed && provider.IsPinned ? new(model, PassReason.Unlisted, $"provider '{provider.Id}' is configured without it")
            : null;
        return fault is null
            ? new(new Candidate(model, ranked.Reason) { Card = catalog.CardOf(model) }, HealthKeys.Of(model, provider), ranked.Group)
            : null;
    }
}
