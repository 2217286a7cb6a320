using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Calls;

/// <summary>Learns the plan of a call. From then on the call waits for providers only.</summary>
internal interface IPlanObserver
{
    /// <summary>Gets a value indicating whether the caller has got a status already, before any response.</summary>
    bool IsOpened => false;

    /// <summary>Called once, before the first provider is called.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="settings">The routing settings that the plan was made from.</param>
    void OnPlanned(RoutePlan plan, RoutingSettings settings);
}
