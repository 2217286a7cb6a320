using RouterMaestro.Domain.Health;

namespace RouterMaestro.Application.Routing;

/// <summary>How one circuit is.</summary>
/// <param name="Scope">What it is the circuit of.</param>
/// <param name="Id">The qualified model id, or the provider's id.</param>
/// <param name="Phase">Whether requests go through.</param>
/// <param name="State">All that is known of it.</param>
public sealed record CircuitReport(HealthScope Scope, string Id, CircuitStatus Phase, CircuitState State);
