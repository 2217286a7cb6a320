using RouterMaestro.Domain.Health;

namespace RouterMaestro.Application.Health;

/// <summary>One attempt at a candidate: the circuits that its outcome changes.</summary>
/// <param name="Keys">The candidate's circuits.</param>
/// <param name="StartedAt">The start of the attempt, on the clock of the circuits.</param>
/// <param name="Probe">The number of the probe that claimed circuits; 0 if the attempt is no probe.</param>
/// <param name="Seed">The seed for the jitter of the cooldown.</param>
internal readonly record struct AttemptContext(HealthKeys Keys, DateTimeOffset StartedAt, long Probe, ulong Seed);
