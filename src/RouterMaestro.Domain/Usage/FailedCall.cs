using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Usage;

/// <summary>An attempt at a candidate that failed.</summary>
/// <param name="Model">The candidate.</param>
/// <param name="Failure">The kind of the failure.</param>
/// <param name="Status">The provider's HTTP status; null if it sent none.</param>
/// <param name="Duration">The time from the attempt's beginning to its end.</param>
public sealed record FailedCall(ModelRef Model, FailureKind Failure, int? Status, TimeSpan Duration);
