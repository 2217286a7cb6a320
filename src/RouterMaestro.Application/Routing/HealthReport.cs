using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Routing;

/// <summary>How the candidates are at one moment.</summary>
/// <param name="Now">The moment.</param>
public sealed record HealthReport(DateTimeOffset Now)
{
    /// <summary>Gets the models of the priorities, and those that have failed.</summary>
    public EquatableArray<CandidateReport> Candidates { get; init; } = [];

    /// <summary>Gets the circuits against which something is held.</summary>
    public EquatableArray<CircuitReport> Circuits { get; init; } = [];
}

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

/// <summary>How one circuit is.</summary>
/// <param name="Scope">What it is the circuit of.</param>
/// <param name="Id">The qualified model id, or the provider's id.</param>
/// <param name="Phase">Whether requests go through.</param>
/// <param name="State">All that is known of it.</param>
public sealed record CircuitReport(HealthScope Scope, string Id, CircuitStatus Phase, CircuitState State);
