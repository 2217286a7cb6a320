using RouterMaestro.Domain.Health;

namespace RouterMaestro.Application.Outcomes;

/// <summary>Learns when circuits open and close.</summary>
/// <remarks>
/// Register it with <c>AddCircuitObserver</c>; an observer of calls that wants to learn of circuits too implements both interfaces and is registered
/// for both. It is called by several threads at once, so that a later change may be told first: the times say which is which. It must not block. An
/// exception is logged and does not affect the call.
/// </remarks>
public interface ICircuitObserver
{
    /// <summary>Called when a circuit has opened or closed. A failure that only moves the end of an open circuit is no change.</summary>
    /// <param name="change">The change.</param>
    void OnChanged(CircuitChange change);
}

/// <summary>A circuit that has opened or closed.</summary>
/// <param name="Circuit">The circuit.</param>
/// <param name="State">The state since then: open if it has a time until which it is open.</param>
/// <param name="At">The time of the change, in UTC.</param>
public sealed record CircuitChange(HealthKey Circuit, CircuitState State, DateTimeOffset At);
