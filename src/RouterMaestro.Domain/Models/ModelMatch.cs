namespace RouterMaestro.Domain.Models;

/// <summary>The models of a name: one id, at one provider or several.</summary>
/// <param name="Models">The models, in the catalog's order.</param>
/// <param name="How">How the name was understood, for people.</param>
/// <param name="IsFuzzy">Whether the name is another spelling of the id.</param>
internal sealed record ModelMatch(EquatableArray<ModelCard> Models, string How, bool IsFuzzy);
