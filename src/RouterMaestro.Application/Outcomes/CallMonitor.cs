using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Telemetry;
using RouterMaestro.Domain.Routing.Plans;

namespace RouterMaestro.Application.Outcomes;

/// <summary>
/// Tells the outcome of calls: of each attempt to the circuits, the losses and the log, at once, since the next call plans by them; of the whole
/// call to the observers and the log, once.
/// </summary>
internal sealed class CallMonitor(IHealthStore health, LossReporter losses, CallObservers observers, CallLog log, TimeProvider clock)
{
    public IHealthStore Health => health;

    public CallLog Log => log;

    /// <summary>Begins to follow a call. If nobody wants its outcome, none is made; the log does not need to know the client.</summary>
    public CallTracker Start(InboundCall call) =>
        !observers.IsEmpty ? new(this, call, new CallTrace(clock) { UserAgent = call.Headers.Find("user-agent"), SessionId = ClientSession.Of(call) })
        : new(this, call, log.IsCallEnabled ? new CallTrace(clock) : null);

    /// <summary>Logs that the caller wrote the model's id in another spelling: the id, and not what the caller wrote.</summary>
    public void Planned(InboundCall call, RoutePlan plan)
    {
        if (plan.FuzzyMatch is { } id)
        {
            log.Matched(call.RequestId, id);
        }
    }

    /// <summary>Reports a failed attempt. A candidate whose response a guard stopped has responded: its circuits are about being reached.</summary>
    public void Fail(CandidateCall call, Attempt.Failed failed, in AttemptContext context, bool isSlowProbe)
    {
        losses.Report(call, failed.Lost);
        log.Failed(call, failed);
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

    /// <summary>Tells the observers and the log the outcome of a call.</summary>
    public void Tell(CallOutcome outcome)
    {
        log.Ended(outcome);
        observers.Tell(outcome);
    }
}
