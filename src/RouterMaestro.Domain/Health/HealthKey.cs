namespace RouterMaestro.Domain.Health;

/// <summary>The name of a circuit.</summary>
/// <param name="Scope">What it is the circuit of.</param>
/// <param name="Id">A qualified model id, a provider's id, or a credential's fingerprint, by scope.</param>
public readonly record struct HealthKey(HealthScope Scope, string Id);
