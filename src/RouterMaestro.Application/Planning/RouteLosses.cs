using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Streams;
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
    public static RoutePlan Apply(RoutePlan plan, InboundCall call, GatewaySnapshot snapshot, IAffinityStore affinity, StreamGuards guards)
    {
        if (snapshot.Settings.OnLoss != LossPolicy.Reroute || !call.HasContent)
        {
            return plan;
        }

        // reasoning of unknown origin counts as the candidate's own here: it belongs to the candidate that will come first
        var unplanned = new PlannedCall(call, snapshot, new RoutePlan([]), affinity, guards);
        return LossOrder.Prefer(plan, candidate => Forecast(unplanned.CallTo(candidate), snapshot) is not { Fields.IsEmpty: true, Refusal: null });
    }

    /// <summary>Finds the fields that would be lost.</summary>
    /// <exception cref="RouterException">The request cannot be translated for the candidate.</exception>
    public static EquatableArray<string> Of(CandidateCall call, GatewaySnapshot snapshot) =>
        snapshot.Providers[call.Candidate.Model.Provider].LossesOf(call);

    /// <summary>Finds the fields that would be lost, or the reason why the request cannot be translated.</summary>
    public static LossForecast Forecast(CandidateCall call, GatewaySnapshot snapshot)
    {
        try
        {
            return new(Of(call, snapshot), null);
        }
        catch (RouterException exception)
        {
            return new([], exception.Error);
        }
    }

    /// <summary>Creates the error of a request that is not sent because it would lose fields.</summary>
    public static RouterError Refuse(Candidate candidate, EquatableArray<string> lost)
    {
        var message = $"The request cannot be translated for {candidate.Model.QualifiedId} without loss, and losses are not allowed here: it would lose {string.Join(", ", lost)}.";
        return RouterError.Invalid(lost[0], message) with { Code = "translation_loss", Dropped = lost };
    }
}
