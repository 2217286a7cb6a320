namespace RouterMaestro.Domain.Health;

/// <summary>Whether requests go through a circuit.</summary>
public enum CircuitPhase
{
    /// <summary>Requests go through.</summary>
    Closed,

    /// <summary>The rest is over: one request may find out whether all is well again.</summary>
    Due,

    /// <summary>One request is finding out; the others go elsewhere.</summary>
    Probing,

    /// <summary>No request goes through until the rest is over.</summary>
    Resting,
}
