using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>The state of one call at its endpoint: its plan once it is made, and its stream, which may send keepalives from then on.</summary>
/// <param name="headers">The header fields of the response.</param>
internal sealed class RelayProgress(IHeaderDictionary headers) : IPlanObserver
{
    /// <summary>Gets the plan; null until it is made.</summary>
    public RoutePlan? Plan { get; private set; }

    /// <summary>Gets or sets the writer of the stream; null for a call that is not streamed.</summary>
    public SseWriter? Stream { get; set; }

    public void OnPlanned(RoutePlan plan, RoutingSettings settings)
    {
        Plan = plan;
        ResponseHeaders.AddModelMatch(headers, plan);

        // a plan with an error is answered at once, with its own status
        if (plan.Error is null)
        {
            Stream?.StartKeepalives(settings.Keepalive);
        }
    }
}
