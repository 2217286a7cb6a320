using System.Collections.Concurrent;

namespace RouterMaestro.Testing.Simulation;

/// <summary>Steps for one request each, then a step for all others.</summary>
internal sealed class StepScript
{
    private readonly ConcurrentQueue<SimulatedStep> _queue = new();
    private volatile Func<ReceivedRequest, SimulatedStep>? _default;

    public void Enqueue(IEnumerable<SimulatedStep> steps)
    {
        foreach (var step in steps)
        {
            _queue.Enqueue(step);
        }
    }

    public void SetDefault(Func<ReceivedRequest, SimulatedStep> step) => _default = step;

    public SimulatedStep? Next(ReceivedRequest request) => _queue.TryDequeue(out var step) ? step : _default?.Invoke(request);

    public void Clear()
    {
        _queue.Clear();
        _default = null;
    }
}
