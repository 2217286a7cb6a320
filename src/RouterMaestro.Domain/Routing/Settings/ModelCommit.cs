using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>When the answers of a model are final.</summary>
/// <param name="Model">The model's qualified id, or the bare id for every provider that has such a model.</param>
/// <param name="Mode">When.</param>
public sealed record ModelCommit(string Model, CommitMode Mode)
{
    internal bool IsFor(ModelRef model) => Model == model.QualifiedId || Model == model.Id;
}

/// <summary>When a candidate's answer is final, so that no other candidate may answer any more.</summary>
public enum CommitMode
{
    /// <summary>With its first content: the caller sees the answer grow.</summary>
    FirstContent,

    /// <summary>When it is complete: the caller waits, and even a stream that breaks in the middle can be rescued by the next candidate.</summary>
    Complete,
}
