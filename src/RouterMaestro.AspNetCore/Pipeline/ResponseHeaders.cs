using System.Globalization;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Writes the header fields of responses: the model, the losses and the fields that the provider sent.</summary>
internal static class ResponseHeaders
{
    private const string RetryAfterMilliseconds = "retry-after-ms";
    private const string ShouldRetry = "x-should-retry";

    public static void Add(IHeaderDictionary headers, ChatReply reply)
    {
        Add(headers, reply.ServedBy, reply.Attempts);
        AddDropped(headers, reply.Losses.Fields);
        AddRepaired(headers, reply.Response.Repaired);
        Add(headers, reply.Response.Headers, reply.Response.UpstreamRequestId);
    }

    /// <summary>Writes the fields that the translation dropped.</summary>
    public static void AddDropped(IHeaderDictionary headers, EquatableArray<string> fields)
    {
        if (!fields.IsEmpty)
        {
            headers["x-router-maestro-dropped"] = Printable(string.Join(", ", fields));
        }
    }

    /// <summary>Writes what passthrough repaired.</summary>
    public static void AddRepaired(IHeaderDictionary headers, EquatableArray<string> values)
    {
        if (!values.IsEmpty)
        {
            headers["x-router-maestro-repaired"] = Printable(string.Join(", ", values));
        }
    }

    /// <summary>Writes the model of a token count, and its source: the provider or an estimate.</summary>
    public static void Add(IHeaderDictionary headers, TokenCount count)
    {
        Add(headers, count.Model);
        headers["x-router-maestro-count"] = count.Document is null ? "estimate" : "provider";
        Add(headers, count.Headers, count.UpstreamRequestId);
    }

    /// <summary>Writes the model that answered or failed, and the number of attempts.</summary>
    public static void Add(IHeaderDictionary headers, ModelRef model, int attempts)
    {
        Add(headers, model);
        headers["x-router-maestro-attempts"] = attempts == 1 ? "1" : attempts.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Says that the name of the model is another spelling of its id. It is known with the plan, before anything can open the response.</summary>
    public static void AddModelMatch(IHeaderDictionary headers, RoutePlan plan)
    {
        if (plan.FuzzyMatch is not null)
        {
            headers["x-router-maestro-model-match"] = "fuzzy";
        }
    }

    /// <summary>Writes a summary of the route if the caller asked for it and the response has not started.</summary>
    public static void AddRoute(HttpContext http, RoutePlan? plan)
    {
        if (plan is not null && !http.Response.HasStarted && http.Request.Headers["x-router-maestro-explain"] == "1")
        {
            http.Response.Headers["x-router-maestro-route"] = Printable(RouteSummary.Of(plan));
        }
    }

    /// <summary>Writes the fields that the provider sent for the caller, and its id of the request.</summary>
    public static void Add(IHeaderDictionary headers, EquatableArray<HeaderField> fields, string? upstreamRequestId)
    {
        foreach (var field in fields)
        {
            headers[field.Name] = Printable(field.Value);
        }

        if (upstreamRequestId is not null)
        {
            headers["x-router-maestro-upstream-request-id"] = Printable(upstreamRequestId);
        }
    }

    /// <summary>
    /// Says when a repeat may help, unless the provider has said so: OpenAI for .NET 2.15.0 otherwise repeats a 429 and a 5xx three times at
    /// once, and understands whole seconds only. After a refusal of the gateway's key no repeat helps.
    /// </summary>
    public static void AddRetry(IHeaderDictionary headers, int status, RouterError error)
    {
        if (error.Upstream is { IsKeyRefused: true })
        {
            headers.RetryAfter = default;
            headers.Remove(RetryAfterMilliseconds);
            headers.Remove(ShouldRetry);
        }
        else if (status is 429 or >= 500 && headers.RetryAfter.Count == 0)
        {
            headers.RetryAfter = Math.Max(1, Math.Ceiling((error.RetryAfter ?? TimeSpan.Zero).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        // what is not implemented, comes back in a loop or has a wrong key will be so next time; Claude Code 2.1 otherwise repeats a 401 for a minute, in silence
        if (status is 401 or 501 or 508 && !headers.ContainsKey(ShouldRetry))
        {
            headers[ShouldRetry] = "false";
        }
    }

    private static void Add(IHeaderDictionary headers, ModelRef model)
    {
        headers["x-router-maestro-provider"] = Printable(model.Provider);
        headers["x-router-maestro-model"] = Printable(model.QualifiedId);
    }

    /// <summary>
    /// Replaces characters outside printable ASCII, which the values of providers and names chosen by callers may contain: Kestrel throws for
    /// them when the field is set.
    /// </summary>
    private static string Printable(string value) =>
        value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? value : string.Concat(value.Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
