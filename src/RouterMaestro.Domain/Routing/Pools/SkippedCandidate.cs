using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>A model that a plan leaves out, with the reason.</summary>
/// <param name="Model">The model.</param>
/// <param name="ReasonCode">The reason, for programs.</param>
/// <param name="Reason">The reason, for people.</param>
public sealed record SkippedCandidate(ModelRef Model, SkipReason ReasonCode, string Reason)
{
    /// <summary>Gets the end of the cooldown of an open circuit; otherwise null.</summary>
    public DateTimeOffset? Until { get; init; }
}
