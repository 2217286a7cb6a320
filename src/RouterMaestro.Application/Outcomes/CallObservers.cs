using Microsoft.Extensions.Logging;

namespace RouterMaestro.Application.Outcomes;

/// <summary>The observers of the host, in the order of their registration.</summary>
internal sealed partial class CallObservers(IEnumerable<ICallObserver> observers, ILogger<CallObservers> logger)
{
    private readonly ICallObserver[] _observers = [.. observers];

    public bool IsEmpty => _observers.Length == 0;

    /// <summary>Tells the observers the outcome of a call.</summary>
    public void Tell(CallOutcome outcome)
    {
        foreach (var observer in _observers)
        {
            try
            {
                observer.OnEnded(outcome);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // an observer is the host's code: its faults must not reach callers, who have their response already
                LogBroken(exception, observer.GetType(), outcome.RequestId);
            }
        }
    }

    [LoggerMessage(1020, LogLevel.Error, "The observer {Observer} failed on request {RequestId}")]
    private partial void LogBroken(Exception exception, Type observer, string requestId);
}
