using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>The reasoning budget of a model, used where the request has none.</summary>
/// <param name="Model">The model's qualified id, or the bare id for every provider that has such a model; the qualified one wins.</param>
/// <param name="Tokens">The budget, 1,024 tokens or more.</param>
public sealed record ModelBudget(string Model, int Tokens)
{
    internal bool IsFor(ModelRef model) => Model == model.QualifiedId || Model == model.Id;
}
