using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>A model that will not be asked, and why.</summary>
/// <param name="Model">The model.</param>
/// <param name="Why">Why, for programs.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record SkippedCandidate(ModelRef Model, SkipReason Why, string Reason)
{
    /// <summary>Gets when the model's rest is over; null when it does not rest.</summary>
    public DateTimeOffset? Until { get; init; }
}
