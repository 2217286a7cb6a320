namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>Why a model is passed over.</summary>
public enum SkipReason
{
    /// <summary>It cannot do what the request needs, such as tools or images.</summary>
    Capability,

    /// <summary>The request is too long for it.</summary>
    ContextWindow,

    /// <summary>It rests after a failure.</summary>
    CircuitOpen,

    /// <summary>Another request is finding out whether it is well again.</summary>
    ProbeInFlight,

    /// <summary>Its provider has no key, or does not exist.</summary>
    NoCredential,

    /// <summary>Its provider's list does not hold it.</summary>
    Unlisted,

    /// <summary>The strategy does not name it for this request.</summary>
    NotInPool,

    /// <summary>It stands behind as many candidates as may be tried.</summary>
    BeyondRetries,

    /// <summary>The request goes on with what another provider keeps.</summary>
    StoredElsewhere,
}
