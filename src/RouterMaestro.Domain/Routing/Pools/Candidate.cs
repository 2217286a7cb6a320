using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>A model that may answer, and why it stands in the plan.</summary>
/// <param name="Model">The model.</param>
/// <param name="Reason">Why it stands where it stands, for people.</param>
public sealed record Candidate(ModelRef Model, string Reason)
{
    /// <summary>Gets what is known of the model; null when no list holds it.</summary>
    public ModelCard? Card { get; init; }

    /// <summary>
    /// Gets whether this request finds out if the candidate is well again after its rest: it is tried once, and a streamed answer
    /// must begin soon.
    /// </summary>
    public bool IsProbe { get; init; }
}
