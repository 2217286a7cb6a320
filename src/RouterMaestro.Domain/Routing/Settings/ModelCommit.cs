using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>The commit mode of a model.</summary>
/// <param name="Model">The model's qualified id, or the bare id for every provider that has such a model.</param>
/// <param name="Mode">The mode.</param>
public sealed record ModelCommit(string Model, CommitMode Mode)
{
    internal bool IsFor(ModelRef model) => Model == model.QualifiedId || Model == model.Id;
}

/// <summary>When a candidate's response is committed: from then on no other candidate may serve the call.</summary>
public enum CommitMode
{
    /// <summary>With its first content: the caller sees the response grow.</summary>
    FirstContent,

    /// <summary>When it is complete: the caller waits, and even a stream that breaks in the middle can be rescued by the next candidate.</summary>
    Complete,
}
