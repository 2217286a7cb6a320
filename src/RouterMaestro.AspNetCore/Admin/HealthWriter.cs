using System.Text.Json;
using RouterMaestro.Application.Routing;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Writes the health of candidates and circuits.</summary>
internal static class HealthWriter
{
    public static void Write(Utf8JsonWriter json, HealthReport report)
    {
        json.WriteStartObject();
        json.WriteString("now", report.Now);
        json.WriteStartArray("candidates");
        foreach (var candidate in report.Candidates)
        {
            json.WriteStartObject();
            json.WriteString("model", candidate.Model.QualifiedId);
            Write(json, "health", candidate.Health);
            if (candidate.FailedAt is { } at)
            {
                json.WriteString("failed_at", at);
            }

            WriteFailure(json, "last_failure", candidate.LastFailure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("circuits");
        foreach (var circuit in report.Circuits)
        {
            json.WriteStartObject();
            json.WriteString("scope", NameOf(circuit.Scope));
            json.WriteString("id", circuit.Id);
            json.WriteString("state", NameOf(circuit.Phase));
            WriteUntil(json, circuit.State.OpenUntil);
            json.WriteNumber("consecutive_failures", circuit.State.ConsecutiveFailures);
            json.WriteString("failed_at", circuit.State.FailedAt);
            WriteFailure(json, "failure", circuit.State.Failure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the combined health of the circuits of a candidate.</summary>
    public static void Write(Utf8JsonWriter json, string name, CandidateHealth health)
    {
        json.WriteStartObject(name);
        json.WriteString("state", NameOf(health.Phase));
        if (health.Phase != CircuitStatus.Closed)
        {
            json.WriteString("scope", NameOf(health.Scope));
            WriteUntil(json, health.Until);
            WriteFailure(json, "failure", health.Failure);
        }

        json.WriteEndObject();
    }

    private static void WriteUntil(Utf8JsonWriter json, DateTimeOffset? until)
    {
        if (until is { } known)
        {
            json.WriteString("until", known);
        }
    }

    private static void WriteFailure(Utf8JsonWriter json, string name, UpstreamFailure? failure)
    {
        if (failure is null)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.Kind.ToString()));
        if (failure.Status is { } status)
        {
            json.WriteNumber("status", status);
        }

        json.WriteString("message", failure.Message);
        json.WriteEndObject();
    }

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
