using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Status;

/// <summary>Serves the status of the gateway and the errors of its configuration. No key is needed, so that no secrets and full paths are shown.</summary>
internal sealed class StatusEndpoints(IGatewayState gateway, IUsageStore? usage = null)
{
    private static readonly string _version =
        typeof(StatusEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static Task RootAsync(HttpContext http, IInboundCodec codec) => JsonResult.WriteAsync(http, static (json, version) =>
    {
        json.WriteStartObject();
        json.WriteString("name", "RouterMaestro");
        json.WriteString("version", version);
        json.WriteString("status", "running");
        json.WriteEndObject();
    }, _version);

    /// <summary>Answers while the process serves, whatever its state: a restart would not help.</summary>
    public static Task LiveAsync(HttpContext http, IInboundCodec codec) => WriteAsync(http, "alive", reason: null);

    /// <summary>Answers with 200 if a model is usable, otherwise with 503.</summary>
    public Task ReadyAsync(HttpContext http, IInboundCodec codec)
    {
        var reason = Readiness.ReasonOf(gateway.Current);
        if (reason is not null)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "1";
        }

        return WriteAsync(http, reason is null ? "ready" : "not_ready", reason);
    }

    /// <summary>Answers with 200 and the problems, for people and monitors.</summary>
    public Task HealthAsync(HttpContext http, IInboundCodec codec) => JsonResult.WriteAsync(http, static (json, state) =>
    {
        var snapshot = state.Current;
        json.WriteStartObject();
        json.WriteString("status", snapshot.DegradedSince is null ? "healthy" : "degraded");
        if (snapshot.DegradedSince is { } since)
        {
            json.WriteString("reason", ReasonOf(snapshot));
            json.WriteString("since", since.UtcDateTime);
        }

        WriteProblems(json, snapshot.Problems);
        WriteUsage(json, state.Usage);
        json.WriteEndObject();
    }, (gateway.Current, Usage: usage?.Status));

    private static string ReasonOf(GatewaySnapshot snapshot) => (snapshot.Problems.Count, Readiness.ReasonOf(snapshot)) switch
    {
        (0, var unready) => unready ?? "",
        (1, null) => "The configuration has a problem.",
        (var count, null) => $"The configuration has {count} problems.",
        (_, var unready) => $"{unready} The configuration has problems too.",
    };

    private static void WriteProblems(Utf8JsonWriter json, EquatableArray<ConfigProblem> problems)
    {
        if (problems.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("file", problem.File);
            json.WriteString("message", problem.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // requests are served all the same, so that the gateway is not degraded
    private static void WriteUsage(Utf8JsonWriter json, UsageStoreStatus? usage)
    {
        if (usage is null or { IsWritable: true, WithoutDetail: 0 })
        {
            return;
        }

        json.WriteStartObject("usage");
        if (usage.Problem is { } problem)
        {
            json.WriteString("problem", problem);
        }

        json.WriteNumber("waiting", usage.Waiting);
        json.WriteNumber("without_detail", usage.WithoutDetail);
        json.WriteEndObject();
    }

    private static Task WriteAsync(HttpContext http, string status, string? reason) => JsonResult.WriteAsync(http, static (json, state) =>
    {
        json.WriteStartObject();
        json.WriteString("status", state.status);
        if (state.reason is not null)
        {
            json.WriteString("reason", state.reason);
        }

        json.WriteEndObject();
    }, (status, reason));
}
