using RouterMaestro.Application.Affinity;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Planning;

/// <summary>Restricts a call that continues a stored response to the provider that stores it.</summary>
internal static class AffinityRule
{
    /// <summary>
    /// Keeps the candidates of the provider that stores the previous response. If that provider is unknown, keeps those of the provider
    /// that the caller names, otherwise those of the first provider that is called in the caller's protocol.
    /// </summary>
    /// <returns>The plan; unchanged if no candidate is called in the protocol, so that the first candidate reports why it cannot serve.</returns>
    public static RoutePlan Apply(RoutePlan plan, InboundCall call, GatewaySnapshot snapshot, IAffinityStore affinity)
    {
        if (call.Facts.ConversationState != ConversationState.Continues || plan.Error is not null)
        {
            return plan;
        }

        if (call.Facts.PreviousResponseId is { } id && affinity.FindResponse(id)?.Provider is { } provider)
        {
            return Keep(plan, provider) is { Candidates.IsEmpty: false } stored
                ? stored
                : Refuse(plan, provider, () => NotFound(call, id, $"'{provider}' stores it, where this model is not"));
        }

        if (plan.NamedProvider is { } named)
        {
            return KeepNamed(plan, named, call, snapshot);
        }

        var first = plan.Candidates.FirstOrDefault(c => snapshot.ProtocolFor(c, call) == call.Protocol);
        return first is null ? plan : Keep(plan, first.Model.Provider);
    }

    /// <summary>Keeps the candidates of the provider that the caller names, since another one cannot have what is continued.</summary>
    private static RoutePlan KeepNamed(RoutePlan plan, string provider, InboundCall call, GatewaySnapshot snapshot)
    {
        var kept = Keep(plan, provider);
        if (kept.Candidates.IsEmpty)
        {
            return Refuse(plan, provider, () => LeftOut(plan, provider));
        }

        // without an id, the translation for the named model says which member it cannot express
        return call.Facts.PreviousResponseId is not { } id || kept.Candidates.Any(c => snapshot.ProtocolFor(c, call) == call.Protocol)
            ? kept
            : kept with { Candidates = [], Error = NotFound(call, id, $"'{provider}' is called in another protocol and stores none of this one") };
    }

    private static RoutePlan Keep(RoutePlan plan, string provider)
    {
        var others = plan.Candidates.Where(c => !SignatureOrigins.IsSame(c.Model.Provider, provider))
            .Select(c => new SkippedCandidate(c.Model, SkipReason.StoredElsewhere, $"it cannot continue a response that '{provider}' stores"));
        return plan with
        {
            Candidates = plan.Candidates.Where(c => SignatureOrigins.IsSame(c.Model.Provider, provider)).ToEquatableArray(),
            Skipped = [.. plan.Skipped, .. others],
        };
    }

    /// <summary>If the circuit of the provider is open, the caller may retry later. Otherwise no retry helps.</summary>
    private static RoutePlan Refuse(RoutePlan plan, string provider, Func<RouterError> error)
    {
        var isOpen = plan.Skipped.Any(p => SignatureOrigins.IsSame(p.Model.Provider, provider) && p.ReasonCode is SkipReason.CircuitOpen or SkipReason.ProbeInFlight);
        return Keep(plan, provider) with
        {
            Error = isOpen
                ? new RouterError(RouterErrorKind.NoProvider, 503, $"Only '{provider}' can continue this conversation, and its circuit is open after failures. Try again in a moment.")
                : error(),
        };
    }

    private static RouterError NotFound(InboundCall call, string id, string reason) =>
        call.Description?.PreviousResponseNotFound(id, reason) ?? ProtocolDescription.DefaultPreviousResponseNotFound(id, reason);

    private static RouterError LeftOut(RoutePlan plan, string provider)
    {
        var reason = plan.Skipped.FirstOrDefault(p => SignatureOrigins.IsSame(p.Model.Provider, provider))?.Reason ?? "it cannot serve the request";
        return RouterError.Invalid("model", $"Only '{provider}' can continue this conversation, but {reason}.");
    }
}
