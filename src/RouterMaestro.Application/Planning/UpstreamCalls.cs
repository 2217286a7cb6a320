using RouterMaestro.Application.Affinity;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Application.Planning;

/// <summary>Creates the calls to candidates.</summary>
internal static class UpstreamCalls
{
    /// <summary>Creates the call to a candidate.</summary>
    /// <param name="call">The caller's request.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="snapshot">The settings and providers in effect.</param>
    public static UpstreamCall Create(InboundCall call, Candidate candidate, GatewaySnapshot snapshot)
    {
        var (model, settings) = (candidate.Model, snapshot.Settings);
        var limits = AttemptLimits.For(settings.LimitsFor(model.Provider), candidate, call.Facts);
        var protocol = snapshot.CardOf(model.Provider).ProtocolFor(candidate.Card, call.Protocol, call.Facts.Operation);
        return new UpstreamCall(call, candidate, snapshot.Codecs.DescriptionOf(protocol), limits)
        {
            Commit = settings.CommitFor(model),
            Reasoning = settings.Reasoning.For(model, candidate.Card),
            OnLoss = settings.OnLoss,
            Affinity = IsRemembered(call.Facts, snapshot) ? AffinityOf(call, candidate, protocol, snapshot) : null,
        };
    }

    // with one provider every signature and response is its own; the model of a stored response has been looked up already
    private static bool IsRemembered(RequestFacts facts, GatewaySnapshot snapshot) => facts.Operation switch
    {
        CallOperation.Chat => snapshot.Providers.Count > 1,
        CallOperation.StoredResponse => facts.Model.Length > 0,
        _ => false,
    };

    /// <summary>
    /// Looks for reasoning signatures of another provider. Those of unknown origin are ascribed to the provider that the plan
    /// asks first, so that a conversation from before the gateway's start continues. A request that continues a stored
    /// response can be sent in one form only.
    /// </summary>
    private static CallAffinity AffinityOf(InboundCall call, Candidate candidate, WireProtocol protocol, GatewaySnapshot snapshot)
    {
        var (store, home, provider) = (snapshot.Affinity, FindHome(call, candidate, protocol, snapshot), candidate.Model.Provider);
        var isForeign = call.Protocol == protocol
            && call.Facts.ConversationState == ConversationState.Stateless
            && (home is not null || !store.IsEmpty)
            && call.FindSignatureOrigins(store).AreForeignTo(provider, home ?? provider);
        return new(store, snapshot.Codecs, home, isForeign);
    }

    /// <summary>Finds the provider that the plan asks first in a protocol; null when it is the candidate's own.</summary>
    private static string? FindHome(InboundCall call, Candidate candidate, WireProtocol protocol, GatewaySnapshot snapshot)
    {
        foreach (var planned in call.Plan?.Candidates ?? [])
        {
            var id = planned.Model.Provider;
            if (SignatureOrigins.IsSame(id, candidate.Model.Provider))
            {
                return null;
            }

            if (snapshot.CardOf(id).ProtocolFor(planned.Card, call.Protocol, call.Facts.Operation) == protocol)
            {
                return id;
            }
        }

        return null;
    }
}
