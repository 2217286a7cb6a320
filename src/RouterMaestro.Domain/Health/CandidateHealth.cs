using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Domain.Health;

/// <summary>The combined state of a candidate's circuits: the most restrictive circuit decides.</summary>
/// <param name="Phase">Whether requests go through.</param>
/// <param name="Scope">The scope of the deciding circuit.</param>
/// <param name="Until">The end of its cooldown; null when it is closed.</param>
/// <param name="Failure">The failure that opened it; null when it is closed.</param>
public readonly record struct CandidateHealth(CircuitStatus Phase, HealthScope Scope, DateTimeOffset? Until, UpstreamFailure? Failure);
