using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>A model that may serve a call, with the reason for its place.</summary>
/// <param name="Model">The model.</param>
/// <param name="Reason">The reason for its place, for people.</param>
public sealed record Candidate(ModelRef Model, string Reason)
{
    /// <summary>Gets the model's card; null when no list has the model.</summary>
    public ModelCard? Card { get; init; }

    /// <summary>
    /// Gets whether this request probes the candidate's half-open circuit: there is one attempt, and a streamed response must begin within
    /// seconds.
    /// </summary>
    public bool IsProbe { get; init; }
}
