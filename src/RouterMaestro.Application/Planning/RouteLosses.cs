using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Planning;

/// <summary>Finds the fields that a request would lose at each candidate of a plan, by writing the request without sending it.</summary>
internal static class RouteLosses
{
    /// <summary>Moves candidates without losses to the front if the setting <c>on_loss</c> is <c>reroute</c>.</summary>
    public static RoutePlan Apply(RoutePlan plan, InboundCall call, GatewaySnapshot snapshot) =>
        snapshot.Settings.OnLoss == LossPolicy.Reroute ? LossOrder.Prefer(plan, candidate => Loses(call, candidate, snapshot)) : plan;

    /// <summary>Finds the fields that would be lost.</summary>
    /// <exception cref="RouterException">The request cannot be translated for the candidate.</exception>
    public static EquatableArray<string> Of(UpstreamCall call, GatewaySnapshot snapshot) =>
        snapshot.Providers[call.Candidate.Model.Provider].LossesOf(call);

    /// <summary>Creates the error of a request that is not sent because it would lose fields.</summary>
    public static RouterError Refuse(Candidate candidate, EquatableArray<string> lost)
    {
        var message = $"The request cannot be translated for {candidate.Model.QualifiedId} without loss, and losses are not allowed here: it would lose {string.Join(", ", lost)}.";
        return RouterError.Invalid(lost[0], message) with { Code = "translation_loss", Dropped = lost };
    }

    // a candidate that the request cannot be translated for ranks with those that lose fields
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
