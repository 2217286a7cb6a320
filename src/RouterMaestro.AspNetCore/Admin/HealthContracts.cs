using System.Text.Json;
using RouterMaestro.Application.Routing;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Makes the contracts of the health of candidates and circuits.</summary>
internal static class HealthContracts
{
    public static HealthContract Of(HealthReport report) => new()
    {
        Now = report.Now,
        Candidates = [.. report.Candidates.Select(Of)],
        Circuits = [.. report.Circuits.Select(Of)],
    };

    public static CandidateHealthContract Of(CandidateHealth health) => health.Phase == CircuitStatus.Closed
        ? new() { State = NameOf(health.Phase) }
        : new() { State = NameOf(health.Phase), Scope = NameOf(health.Scope), Until = health.Until, Failure = Of(health.Failure) };

    private static CandidateContract Of(CandidateReport candidate) => new()
    {
        Model = candidate.Model.QualifiedId,
        Health = Of(candidate.Health),
        FailedAt = candidate.FailedAt,
        LastFailure = Of(candidate.LastFailure),
    };

    public static CircuitContract Of(CircuitReport circuit) => new()
    {
        Scope = NameOf(circuit.Scope),
        Id = circuit.Id,
        State = NameOf(circuit.Phase),
        Until = circuit.State.OpenUntil,
        ConsecutiveFailures = circuit.State.ConsecutiveFailures,
        FailedAt = circuit.State.FailedAt,
        Failure = Of(circuit.State.Failure),
    };

    private static FailureContract? Of(UpstreamFailure? failure) => failure is null ? null : new()
    {
        Kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.Kind.ToString()),
        Status = failure.Status,
        Message = failure.Message,
    };

    private static string NameOf(CircuitStatus status) => status switch
    {
        CircuitStatus.Closed => "closed",
        CircuitStatus.HalfOpen => "half_open",
        CircuitStatus.ProbeInFlight => "probing",
        _ => "open",
    };

    private static string NameOf(HealthScope scope) => scope switch
    {
        HealthScope.Candidate => "candidate",
        HealthScope.Provider => "provider",
        _ => "credential",
    };
}
