namespace RouterMaestro.Testing.Simulation;

/// <summary>What is answered to every request for a time, whatever the script says.</summary>
internal sealed class Outage(TimeProvider time)
{
    private volatile State? _state;

    /// <summary>Gets what is answered now; null when there is no outage.</summary>
    public SimulatedStep? Now => _state is { } state && time.GetUtcNow() < state.Until ? state.Fault : null;

    public void Begin(SimulatedStep fault, TimeSpan? duration)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (duration is { } length)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.Zero, nameof(duration));
        }

        _state = new State(fault, duration is { } given ? time.GetUtcNow() + given : DateTimeOffset.MaxValue);
    }

    public void End() => _state = null;

    private sealed record State(SimulatedStep Fault, DateTimeOffset Until);
}
