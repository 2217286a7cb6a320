using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing;

/// <summary>What an <see cref="UpstreamSimulator"/> does with the requests that meet a condition; made by its <c>When</c>.</summary>
public sealed class SimulatorRule
{
    private readonly Func<ReceivedRequest, bool> _condition;

    private readonly Outage _outage;

    internal SimulatorRule(Func<ReceivedRequest, bool> condition, TimeProvider time) =>
        (_condition, _outage) = (condition, new Outage(time));

    internal StepScript Script { get; } = new();

    /// <summary>Sets the step for every such request that no enqueued step serves.</summary>
    /// <param name="step">The step.</param>
    /// <returns>This rule.</returns>
    public SimulatorRule Reply(SimulatedStep step) => Reply(_ => step);

    /// <summary>Sets the step for every such request that no enqueued step serves, made from the request.</summary>
    /// <param name="step">Makes the step.</param>
    /// <returns>This rule.</returns>
    public SimulatorRule Reply(Func<ReceivedRequest, SimulatedStep> step)
    {
        Script.SetDefault(step);
        return this;
    }

    /// <summary>Adds steps, each for one such request, in order.</summary>
    /// <param name="steps">The steps.</param>
    /// <returns>This rule.</returns>
    public SimulatorRule Enqueue(params IEnumerable<SimulatedStep> steps)
    {
        Script.Enqueue(steps);
        return this;
    }

    /// <summary>Answers every such request with a fault, whatever this rule was set to do; its steps are kept for after the fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="duration">How long, by the simulator's clock; null: until <see cref="ComeBack"/>.</param>
    /// <returns>This rule.</returns>
    public SimulatorRule GoDown(SimulatedStep fault, TimeSpan? duration = null)
    {
        _outage.Begin(fault, duration);
        return this;
    }

    /// <summary>Ends what <see cref="GoDown"/> began, at once.</summary>
    public void ComeBack() => _outage.End();

    internal SimulatedStep? Next(ReceivedRequest request) =>
        _condition(request) ? _outage.Now ?? Script.Next(request) : null;
}
