using System.Globalization;
using System.Text.Json;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Routing;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Writes an explained route.</summary>
internal static class ExplanationWriter
{
    public static void Write(Utf8JsonWriter json, RouteExplanation explanation)
    {
        var plan = explanation.Plan;
        json.WriteStartObject();
        json.WriteString("model", explanation.Facts.Model);
        WritePlan(json, plan);
        json.WriteString("on_loss", JsonNamingPolicy.SnakeCaseLower.ConvertName(explanation.Settings.OnLoss.ToString()));
        WriteRequest(json, explanation.Facts);
        json.WriteStartArray("candidates");
        for (var index = 0; index < explanation.Steps.Count; index++)
        {
            WriteStep(json, explanation.Steps[index], isReserve: index >= plan.MaxCandidates);
        }

        json.WriteEndArray();
        WriteAfterOverflow(json, explanation);
        json.WriteStartArray("skipped");
        foreach (var skipped in plan.Skipped)
        {
            WriteSkipped(json, skipped);
        }

        json.WriteEndArray();
        json.WriteStartObject("keepalive");
        WriteSpan(json, "first", explanation.Settings.Keepalive.First);
        WriteSpan(json, "every", explanation.Settings.Keepalive.Every);
        json.WriteEndObject();
        if (plan.Error is { } error)
        {
            json.WriteStartObject("error");
            json.WriteNumber("status", error.Status);
            json.WriteString("message", error.Message);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WritePlan(Utf8JsonWriter json, RoutePlan plan)
    {
        json.WriteString("resolution", plan.Resolution);
        json.WriteString("strategy", plan.Strategy);
        if (plan.PolicyError is { } error)
        {
            json.WriteString("policy_error", error);
        }

        json.WriteNumber("max_candidates", Math.Min(plan.MaxCandidates, 1 + RoutingSettings.MaxRetriesLimit));
    }

    private static void WriteRequest(Utf8JsonWriter json, RequestFacts facts)
    {
        json.WriteStartObject("request");
        json.WriteString("operation", JsonNamingPolicy.SnakeCaseLower.ConvertName(facts.Operation.ToString()));
        json.WriteBoolean("stream", facts.Stream);
        json.WriteBoolean("tools", facts.HasTools);
        json.WriteBoolean("images", facts.HasImages);
        json.WriteBoolean("reasoning", facts.WantsReasoning);
        json.WriteBoolean("schema", facts.WantsSchema);
        json.WriteNumber("bytes", facts.Size);
        json.WriteEndObject();
    }

    private static void WriteAfterOverflow(Utf8JsonWriter json, RouteExplanation explanation)
    {
        json.WriteStartObject("after_overflow");
        json.WriteString("rule", "after a conversation that was too long, only candidates with a known larger window are asked");
        json.WriteStartArray("candidates");
        foreach (var candidate in explanation.AfterOverflow)
        {
            json.WriteStringValue(candidate.Model.QualifiedId);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter json, RouteStep step, bool isReserve)
    {
        var call = step.Call;
        json.WriteStartObject();
        json.WriteString("model", call.Candidate.Model.QualifiedId);
        json.WriteString("reason", call.Candidate.Reason);
        json.WriteBoolean("probe", call.Candidate.IsProbe);
        json.WriteBoolean("reserve", isReserve);
        json.WriteString("protocol", call.Protocol.Name);
        json.WriteBoolean("passthrough", call.IsPassthrough);
        if (!call.IsPassthrough)
        {
            json.WriteString("translated_because", JsonNamingPolicy.SnakeCaseLower.ConvertName(call.Translation.ToString()));
        }

        WriteWindow(json, FallbackRule.WindowOf(call.Candidate));
        json.WriteString("commit", call.Commit == CommitMode.Complete ? "complete" : "first-content");
        WriteLosses(json, call.Losses);
        json.WriteStartObject("thinking");
        json.WriteNumber("budget", call.Reasoning.Budget);
        json.WriteBoolean("auto", call.Reasoning.IsAutomatic);
        json.WriteEndObject();
        HealthWriter.Write(json, "health", step.Health);
        WriteLimits(json, call.Limits);
        json.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter json, TimeLimits limits)
    {
        json.WriteStartObject("timeouts");
        WriteSpan(json, "connect", limits.Connect);
        WriteSpan(json, "responseHeaders", limits.ResponseHeaders);
        WriteSpan(json, "firstContent", limits.FirstContent);
        WriteSpan(json, "idle", limits.Idle);
        WriteSpan(json, "total", limits.Total);
        WriteSpan(json, "unstreamed", limits.Unstreamed);
        json.WriteEndObject();
    }

    private static void WriteLosses(Utf8JsonWriter json, LossForecast? losses)
    {
        if (losses is null)
        {
            return;
        }

        json.WriteStartArray("dropped");
        foreach (var field in losses.Fields)
        {
            json.WriteStringValue(field);
        }

        json.WriteEndArray();
        if (losses.Refusal is { } refusal)
        {
            json.WriteString("refusal", refusal.Message);
        }
    }

    private static void WriteWindow(Utf8JsonWriter json, int? tokens)
    {
        if (tokens is { } known)
        {
            json.WriteNumber("window", known);
        }
        else
        {
            json.WriteNull("window");
        }
    }

    private static void WriteSkipped(Utf8JsonWriter json, SkippedCandidate skipped)
    {
        json.WriteStartObject();
        json.WriteString("model", skipped.Model.QualifiedId);
        json.WriteString("why", JsonNamingPolicy.SnakeCaseLower.ConvertName(skipped.ReasonCode.ToString()));
        json.WriteString("reason", skipped.Reason);
        if (skipped.Until is { } until)
        {
            json.WriteString("until", until);
        }

        json.WriteEndObject();
    }

    // null means no limit, as in priorities.json
    private static void WriteSpan(Utf8JsonWriter json, string name, TimeSpan? span)
    {
        if (span is { } known)
        {
            json.WriteString(name, known.ToString("c", CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
