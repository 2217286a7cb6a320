using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Ports;

/// <summary>Ties a call that goes on with what a provider keeps to one provider: what that one has begun, no other can go on with.</summary>
internal static class RouteTies
{
    /// <summary>Leaves to a plan the models of the first provider that speaks the caller's dialect.</summary>
    /// <returns>The plan; unchanged when no candidate speaks the dialect, so that the first one says why it cannot serve.</returns>
    public static RoutePlan Apply(RoutePlan plan, InboundCall call, GatewaySnapshot snapshot)
    {
        if (call.Facts.Continuity != Continuity.Continues
            || plan.Candidates.FirstOrDefault(c => UpstreamCall.For(call, c, snapshot).IsSameDialect) is not { } first)
        {
            return plan;
        }

        var provider = first.Model.Provider;
        var others = plan.Candidates.Where(c => c.Model.Provider != provider)
            .Select(c => new PassedOver(c.Model, PassReason.KeptElsewhere, $"it cannot go on with what '{provider}' keeps"));
        return plan with
        {
            Candidates = plan.Candidates.Where(c => c.Model.Provider == provider).ToEquatableArray(),
            PassedOver = [.. plan.PassedOver, .. others],
        };
    }
}
