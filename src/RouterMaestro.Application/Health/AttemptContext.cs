using RouterMaestro.Domain.Health;

namespace RouterMaestro.Application.Health;

/// <summary>One candidate's turn, for the book to know what an outcome says something about.</summary>
/// <param name="Keys">The candidate's circuits.</param>
/// <param name="StartedAt">When the turn began.</param>
/// <param name="Probe">The number under which circuits were claimed; 0 when none were.</param>
/// <param name="Seed">Sets the jitter of a rest.</param>
internal readonly record struct AttemptContext(HealthKeys Keys, DateTimeOffset StartedAt, long Probe, ulong Seed);
