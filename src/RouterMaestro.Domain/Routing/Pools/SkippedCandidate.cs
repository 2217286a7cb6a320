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

/// <summary>The reason why a model is skipped.</summary>
public enum SkipReason
{
    /// <summary>It cannot do what the request needs, such as tools or images.</summary>
    Capability,

    /// <summary>The request is too long for it.</summary>
    ContextWindow,

    /// <summary>Its circuit is open after a failure.</summary>
    CircuitOpen,

    /// <summary>Its circuit is half-open, and another request probes it.</summary>
    ProbeInFlight,

    /// <summary>Its provider has no key, or does not exist.</summary>
    NoCredential,

    /// <summary>Its provider's list lacks it.</summary>
    Unlisted,

    /// <summary>The strategy does not name it for this request.</summary>
    NotInPool,

    /// <summary>It comes after the maximum number of candidates.</summary>
    BeyondRetries,

    /// <summary>The request continues a response that another provider stores.</summary>
    StoredElsewhere,
}
