using Microsoft.Extensions.Logging;

namespace RouterMaestro.Application.Outcomes;

/// <summary>The log and the observers of the host that learn of circuits, in the order of their registration.</summary>
internal sealed partial class CircuitObservers(IEnumerable<ICircuitObserver> observers, CallLog log, ILogger<CircuitObservers> logger)
{
    private readonly ICircuitObserver[] _observers = [.. observers];

    /// <summary>Tells that a circuit has opened or closed.</summary>
    public void Tell(CircuitChange change)
    {
        log.Changed(change);
        foreach (var observer in _observers)
        {
            try
            {
                observer.OnChanged(change);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // an observer is the host's code: its faults must not reach callers
                LogBroken(exception, observer.GetType(), change.Circuit.Id);
            }
        }
    }

    [LoggerMessage(1023, LogLevel.Error, "The observer {Observer} failed on the circuit of {Circuit}")]
    private partial void LogBroken(Exception exception, Type observer, string circuit);
}
