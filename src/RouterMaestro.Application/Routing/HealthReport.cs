using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Routing;

/// <summary>The health of the candidates at one moment.</summary>
/// <param name="Now">The moment.</param>
internal sealed record HealthReport(DateTimeOffset Now)
{
    /// <summary>Gets the models of the priorities, and those that have failed.</summary>
    public EquatableArray<CandidateReport> Candidates { get; init; } = [];

    /// <summary>Gets the circuits with failures.</summary>
    public EquatableArray<CircuitReport> Circuits { get; init; } = [];
}

/// <summary>The health of one candidate.</summary>
/// <param name="Model">The candidate.</param>
/// <param name="Health">The combined state of its circuits.</param>
internal sealed record CandidateReport(ModelRef Model, CandidateHealth Health)
{
    /// <summary>Gets its last failure, also after it has recovered; null if it has not failed since the start.</summary>
    public UpstreamFailure? LastFailure { get; init; }

    /// <summary>Gets the time of the last failure.</summary>
    public DateTimeOffset? FailedAt { get; init; }
}

/// <summary>The state of one circuit.</summary>
/// <param name="Scope">The scope of the circuit.</param>
/// <param name="Id">The qualified model id, or the provider's id.</param>
/// <param name="Phase">Whether the circuit is closed, half-open or open.</param>
/// <param name="State">The details of the state.</param>
internal sealed record CircuitReport(HealthScope Scope, string Id, CircuitStatus Phase, CircuitState State);
