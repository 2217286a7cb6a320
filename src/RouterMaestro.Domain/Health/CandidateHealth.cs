using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Domain.Health;

/// <summary>What the circuits of one candidate say together: the one that stands most in the way decides.</summary>
/// <param name="Phase">Whether requests go through.</param>
/// <param name="Scope">Whose circuit decides.</param>
/// <param name="Until">When its rest is over; null when there is none.</param>
/// <param name="Failure">Why it rests; null when it does not.</param>
public readonly record struct CandidateHealth(CircuitStatus Phase, HealthScope Scope, DateTimeOffset? Until, UpstreamFailure? Failure);
