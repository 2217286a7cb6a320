namespace RouterMaestro.Domain.Health;

/// <summary>Whether requests go through a circuit.</summary>
public enum CircuitStatus
{
    /// <summary>Requests go through.</summary>
    Closed,

    /// <summary>The rest is over: one request may find out whether all is well again.</summary>
    HalfOpen,

    /// <summary>One request is finding out; the others go elsewhere.</summary>
    ProbeInFlight,

    /// <summary>No request goes through until the rest is over.</summary>
    Open,
}
