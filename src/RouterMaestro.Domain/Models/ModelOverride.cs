using RouterMaestro.Domain.Models.Facts;

namespace RouterMaestro.Domain.Models;

/// <summary>What the operator says of a model, which overrides what its provider and the product say.</summary>
/// <param name="Model">The qualified id, or the bare id for every provider that has such a model; the qualified one wins.</param>
/// <param name="Limits">The limits; those that are not given stay as they are.</param>
public sealed record ModelOverride(string Model, ModelLimits Limits)
{
    /// <summary>Gets what the model takes and refuses; what is not given stays as it is.</summary>
    public ModelFacts Facts { get; init; } = ModelFacts.Unknown;
}
