using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Health;

/// <summary>A failure and when it was noted.</summary>
/// <param name="At">When.</param>
/// <param name="Failure">What.</param>
internal sealed record FailureNote(DateTimeOffset At, UpstreamFailure Failure);
