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
    /// Keeps the candidates of the provider that stores the previous response. If that provider is unknown, keeps those of the first
    /// provider that is called in the caller's protocol.
    /// </summary>
    /// <returns>The plan; unchanged if no candidate is called in the protocol, so that the first candidate reports why it cannot serve.</returns>
    public static RoutePlan Apply(RoutePlan plan, InboundCall call, GatewaySnapshot snapshot)
    {
        if (call.Facts.ConversationState != ConversationState.Continues || plan.Error is not null)
        {
            return plan;
        }

        if (call.Facts.PreviousResponseId is { } id && snapshot.Affinity.FindResponse(id)?.Provider is { } provider)
        {
            return Keep(plan, provider) is { Candidates.IsEmpty: false } stored ? stored : Refuse(plan, provider, id, call);
        }

        var first = plan.Candidates.FirstOrDefault(c => snapshot.ProtocolFor(c, call) == call.Protocol);
        return first is null ? plan : Keep(plan, first.Model.Provider);
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

    /// <summary>If the circuit of the provider is open, the caller may retry later. If the provider does not have the model, no retry helps.</summary>
    private static RoutePlan Refuse(RoutePlan plan, string provider, string id, InboundCall call)
    {
        var isOpen = plan.Skipped.Any(p => SignatureOrigins.IsSame(p.Model.Provider, provider) && p.ReasonCode is SkipReason.CircuitOpen or SkipReason.ProbeInFlight);
        var error = isOpen
            ? new RouterError(RouterErrorKind.NoProvider, 503, $"Only '{provider}' can continue '{id}', and its circuit is open after failures. Try again in a moment.")
            : call.Description?.PreviousResponseNotFound(id, provider) ?? ProtocolDescription.DefaultPreviousResponseNotFound(id, provider);
        return Keep(plan, provider) with { Error = error };
    }
}
