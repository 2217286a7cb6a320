using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Routing;

/// <summary>How one candidate is.</summary>
/// <param name="Model">The candidate.</param>
/// <param name="Health">What its circuits say together.</param>
public sealed record CandidateReport(ModelRef Model, CandidateHealth Health)
{
    /// <summary>Gets its last failure, also if it is well again; null when it has not failed since the start.</summary>
    public UpstreamFailure? LastFailure { get; init; }

    /// <summary>Gets when that was.</summary>
    public DateTimeOffset? FailedAt { get; init; }
}
