namespace RouterMaestro.Domain.Health;

/// <summary>What a failure says something about, and what rests after it.</summary>
public enum HealthScope
{
    /// <summary>One model at one provider.</summary>
    Candidate,

    /// <summary>A provider with all its models.</summary>
    Provider,

    /// <summary>The gateway's key at a provider.</summary>
    Credential,
}
