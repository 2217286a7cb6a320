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

/// <summary>Ties a call that goes on with what a provider keeps to that provider: no other can go on with it.</summary>
internal static class AffinityRule
{
    /// <summary>
    /// Leaves to a plan the models of the provider that began what the call goes on with; where nobody remembers who that was, of the
    /// first one that speaks the caller's dialect.
    /// </summary>
    /// <returns>The plan; unchanged when no candidate speaks the dialect, so that the first one says why it cannot serve.</returns>
    public static RoutePlan Apply(RoutePlan plan, InboundCall call, GatewaySnapshot snapshot)
    {
        if (call.Facts.ConversationState != ConversationState.Continues || plan.Error is not null)
        {
            return plan;
        }

        if (call.Facts.PreviousResponseId is { } id && snapshot.Affinity.FindResponse(id)?.Provider is { } maker)
        {
            return Keep(plan, maker) is { Candidates.IsEmpty: false } stored ? stored : Refuse(plan, maker, id, call);
        }

        var first = plan.Candidates.FirstOrDefault(c => UpstreamCalls.Create(call, c, snapshot).IsSameProtocol);
        return first is null ? plan : Keep(plan, first.Model.Provider);
    }

    private static RoutePlan Keep(RoutePlan plan, string provider)
    {
        var others = plan.Candidates.Where(c => !SignatureOrigins.IsSame(c.Model.Provider, provider))
            .Select(c => new SkippedCandidate(c.Model, SkipReason.StoredElsewhere, $"it cannot go on with what '{provider}' keeps"));
        return plan with
        {
            Candidates = plan.Candidates.Where(c => SignatureOrigins.IsSame(c.Model.Provider, provider)).ToEquatableArray(),
            Skipped = [.. plan.Skipped, .. others],
        };
    }

    /// <summary>A provider that only rests will go on with it later; with one that does not have the model, nobody will.</summary>
    private static RoutePlan Refuse(RoutePlan plan, string provider, string id, InboundCall call)
    {
        var rests = plan.Skipped.Any(p => SignatureOrigins.IsSame(p.Model.Provider, provider) && p.ReasonCode is SkipReason.CircuitOpen or SkipReason.ProbeInFlight);
        var error = rests
            ? new RouterError(RouterErrorKind.NoProvider, 503, $"'{provider}', which alone can go on with '{id}', rests after failures. Try again in a moment.")
            : call.Description?.PreviousResponseNotFound(id, provider) ?? ProtocolDescription.DefaultPreviousResponseNotFound(id, provider);
        return Keep(plan, provider) with { Error = error };
    }
}
