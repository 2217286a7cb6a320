namespace RouterMaestro.Domain.Models;

/// <summary>The operator's limits of a model, which override its provider's.</summary>
/// <param name="Model">The qualified id, or the bare id for every provider that has such a model; the qualified one wins.</param>
/// <param name="Limits">The limits; those that are not given stay as they are.</param>
public sealed record ModelOverride(string Model, ModelLimits Limits);
