using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Planning;

/// <summary>What a request would lose on its way to the candidates of a plan, found out by writing it for them without sending it.</summary>
internal static class RouteLosses
{
    /// <summary>Applies the operator's wish to a plan.</summary>
    public static RoutePlan Apply(RoutePlan plan, InboundCall call, GatewaySnapshot snapshot) =>
        snapshot.Settings.OnLoss == LossPolicy.Reroute ? LossOrder.Prefer(plan, candidate => Loses(call, candidate, snapshot)) : plan;

    /// <summary>Finds what would be lost.</summary>
    /// <exception cref="RouterException">The request cannot be told to the candidate at all.</exception>
    public static EquatableArray<string> Of(UpstreamCall call, GatewaySnapshot snapshot) =>
        snapshot.Providers[call.Candidate.Model.Provider].LossesOf(call);

    /// <summary>Makes the error of a request that is not sent because of what it would lose.</summary>
    public static RouterError Refuse(Candidate candidate, EquatableArray<string> lost)
    {
        var message = $"The request cannot be told to {candidate.Model.QualifiedId} without loss, and losses are not allowed here: it would lose {string.Join(", ", lost)}.";
        return RouterError.Invalid(lost[0], message) with { Code = "translation_loss", Dropped = lost };
    }

    // who cannot be told the request at all is no better than who loses something of it
    private static bool Loses(InboundCall call, Candidate candidate, GatewaySnapshot snapshot)
    {
        try
        {
            return !Of(UpstreamCalls.Create(call, candidate, snapshot), snapshot).IsEmpty;
        }
        catch (RouterException)
        {
            return true;
        }
    }
}
