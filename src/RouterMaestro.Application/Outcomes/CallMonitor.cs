using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Telemetry;

namespace RouterMaestro.Application.Outcomes;

/// <summary>
/// Tells the outcome of calls: of each attempt to the circuits and the losses, at once, since the next call plans by them; of the whole call
/// to the observers, once.
/// </summary>
internal sealed partial class CallMonitor(
    IHealthStore health, LossReporter losses, IEnumerable<ICallObserver> observers, TimeProvider clock, ILogger<CallMonitor> logger)
{
    private readonly ICallObserver[] _observers = [.. observers];

    public IHealthStore Health => health;

    /// <summary>Gets a value indicating whether somebody observes whole calls. If not, no outcome is made.</summary>
    public bool IsObserved => _observers.Length > 0;

    /// <summary>Begins to follow a call.</summary>
    public CallTracker Start(InboundCall call) => new(this, call, IsObserved ? clock.GetTimestamp() : 0);

    /// <summary>Gets the time since a timestamp.</summary>
    public TimeSpan Since(long timestamp) => clock.GetElapsedTime(timestamp);

    /// <summary>Reports a failed attempt. A candidate whose response a guard stopped has responded: its circuits are about being reached.</summary>
    public void Fail(CandidateCall call, Attempt.Failed failed, in AttemptContext context, bool isSlowProbe)
    {
        losses.Report(call, failed.Lost);
        if (failed.Failure.Guard is null)
        {
            health.Fail(context, failed.Failure, isSlowProbe);
        }
        else
        {
            health.Begin(context);
        }
    }

    /// <summary>Reports the end of a response. A stream that the caller left, or a guard stopped, says nothing about the provider.</summary>
    public void End(CandidateCall call, ProviderResponse response, in AttemptContext context)
    {
        losses.Report(call, response.Losses.Fields);
        losses.ReportRepairs(call, response.Repaired);
        if (response is ResponseStream { Failure: { } failure })
        {
            if (failure.Guard is null)
            {
                health.Fail(context, failure);
            }
        }
        else if (response is not ResponseStream || response.Finish is not null)
        {
            health.Complete(context);
        }
    }

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
