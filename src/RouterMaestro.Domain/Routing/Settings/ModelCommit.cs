using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>When the answers of a model are final.</summary>
/// <param name="Model">The model's qualified id, or the bare id for every provider that has such a model.</param>
/// <param name="Mode">When.</param>
public sealed record ModelCommit(string Model, CommitMode Mode)
{
    internal bool IsFor(ModelRef model) => Model == model.QualifiedId || Model == model.Id;
}
