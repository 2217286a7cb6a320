namespace RouterMaestro.Domain.Health;

/// <summary>The name of a circuit.</summary>
/// <param name="Scope">What it is the circuit of.</param>
/// <param name="Id">A qualified model id, or else a provider's id.</param>
/// <param name="Credential">The name of the provider's credential, for the circuit of one: two providers with the same key are refused apart.</param>
public readonly record struct HealthKey(HealthScope Scope, string Id, string? Credential = null);
