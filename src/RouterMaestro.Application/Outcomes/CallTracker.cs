using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.Outcomes;

/// <summary>Follows one call from its beginning to the outcome that the observers and the log get.</summary>
/// <param name="Monitor">Tells the outcome.</param>
/// <param name="Call">The call.</param>
/// <param name="Trace">What is noted of the call on its way; null if nobody wants the outcome, and then none is made.</param>
internal readonly record struct CallTracker(CallMonitor Monitor, InboundCall Call, CallTrace? Trace)
{
    /// <summary>Gets a value indicating whether the call counts tokens.</summary>
    public bool IsCount { get; init; }

    /// <summary>Gets the time from the beginning to now; null if nobody wants the outcome.</summary>
    public TimeSpan? Elapsed => Trace?.Elapsed;

    /// <summary>Notes the plan, and logs an id that the caller wrote in another spelling.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="snapshot">The snapshot that it was made from.</param>
    public void Planned(RoutePlan plan, GatewaySnapshot snapshot)
    {
        Trace?.Note(plan, snapshot);
        Monitor.Planned(Call, plan);
    }

    /// <summary>Notes that a provider is called now.</summary>
    public void Ask() => Trace?.Ask();

    /// <summary>Notes the failed attempts at the candidate that was called last: those before the last one, and the last one if it failed too.</summary>
    /// <param name="model">The candidate.</param>
    /// <param name="attempt">The result.</param>
    public void Note(ModelRef model, Attempt attempt)
    {
        if (Trace is null || attempt is Attempt.Committed { Earlier.IsEmpty: true })
        {
            return;
        }

        foreach (var earlier in attempt.Earlier)
        {
            Note(model, earlier);
        }

        if (attempt is Attempt.Failed { Failure: var failure })
        {
            Note(model, failure);
        }
    }

    /// <summary>Notes a failed attempt at the candidate that was called last.</summary>
    /// <param name="model">The candidate.</param>
    /// <param name="failure">The failure.</param>
    public void Note(ModelRef model, UpstreamFailure failure) =>
        Trace?.Add(new(model, failure.Kind, failure.Status, failure.Duration ?? Trace.SinceAsked));

    /// <summary>Tells that the caller got an error, or left before a response began.</summary>
    /// <param name="exception">A <see cref="RouterException"/>, or the exception of a cancelled call.</param>
    /// <param name="asked">The model that was being asked when the call was cancelled; null if none was.</param>
    /// <param name="attempts">The number of requests sent to providers by then.</param>
    public void Refuse(Exception exception, ModelRef? asked = null, int attempts = 0)
    {
        var error = exception is OutOfMemoryException ? MemoryShortage.Error : (exception as RouterException)?.Error;
        var isCancelled = exception is OperationCanceledException;
        if (isCancelled && Call.Stopping.IsCancellationRequested)
        {
            error = GatewayStop.Error with { Model = asked, Attempts = attempts };
        }

        Monitor.Log.Refused(Call, error);
        if (Trace is not null)
        {
            var end = error is null && isCancelled ? CallEnd.Abandoned : CallEnd.Refused;
            Monitor.Tell(Outcome(end, upstream: null, error, error?.Dropped ?? [], error?.Attempts ?? attempts, asked: asked));
        }
    }

    /// <summary>Tells that a response has ended.</summary>
    /// <param name="upstream">The call to the model that responded.</param>
    /// <param name="response">The response.</param>
    /// <param name="attempts">The number of requests sent to providers.</param>
    /// <param name="firstContent">The time to the first content.</param>
    /// <param name="own">The failure that is not the provider's; null if there is none.</param>
    public void End(CandidateCall upstream, ProviderResponse response, int attempts, TimeSpan? firstContent, UpstreamFailure? own)
    {
        var failure = (response as ResponseStream)?.Failure;
        if (failure is not null)
        {
            Monitor.Log.Broke(upstream, failure, response.UpstreamRequestId);
        }

        failure ??= own;

        if (Trace is null)
        {
            return;
        }

        var isUnfinished = failure is null && response is ResponseStream { Finish: null };
        if (isUnfinished && Call.Stopping.IsCancellationRequested)
        {
            failure = GatewayStop.Failure;
        }

        var end = failure is not null ? CallEnd.Failed : isUnfinished ? CallEnd.Abandoned : CallEnd.Completed;
        Monitor.Tell(Outcome(end, upstream, error: null, response.Losses.Fields, attempts, response, failure, firstContent));
    }

    /// <summary>Tells that tokens have been counted.</summary>
    /// <param name="upstream">The call that was counted.</param>
    /// <param name="tokens">The number of prompt tokens.</param>
    /// <param name="isAsked">Whether the provider counted.</param>
    public void Counted(CandidateCall upstream, int tokens, bool isAsked)
    {
        if (Trace is not null)
        {
            Monitor.Tell(Outcome(
                CallEnd.Completed, upstream, error: null, lost: [], attempts: isAsked || !Trace.Failed.IsEmpty ? 1 : 0, tokens: TokenUsage.Zero with { Input = tokens }, isEstimated: !isAsked));
        }
    }

    // made in one piece: a record that is copied for each change would be allocated several times a call
    private CallOutcome Outcome(
        CallEnd end,
        CandidateCall? upstream,
        RouterError? error,
        EquatableArray<string> lost,
        int attempts,
        ProviderResponse? response = null,
        UpstreamFailure? failure = null,
        TimeSpan? firstContent = null,
        TokenUsage? tokens = null,
        ModelRef? asked = null,
        bool isEstimated = false) => new(Call.RequestId, Call.Facts, end)
        {
            IsCount = IsCount,
            Identity = Call.Identity,
            Caller = Call.Protocol,
            Model = upstream?.Candidate.Model ?? error?.Model ?? asked,
            Provider = upstream?.Protocol,
            IsPassthrough = upstream?.IsPassthrough ?? false,
            Attempts = attempts,
            Usage = tokens ?? UsageOf(upstream, response),
            IsEstimated = isEstimated,
            StatedCosts = Call.StatedCosts,
            Finish = response?.Finish,
            Lost = lost,
            Repaired = response?.Repaired ?? [],
            Error = error,
            Failure = failure,
            TimeToFirstContent = firstContent,
            Status = StatusOf(end, error, firstContent),
            StartedAt = Trace!.StartedAt,
            Overhead = isEstimated && attempts == 0 ? null : Trace.Overhead,
            Plan = Trace.Plan,
            FailedCalls = Trace.Failed,
            CatalogRevision = Trace.Snapshot?.CatalogRevision,
            SettingsRevision = Trace.Snapshot?.SettingsRevision,
            UserAgent = Trace.UserAgent,
            SessionId = Trace.SessionId,
            Duration = Trace.Elapsed,
        };

    // a stored response says again what the call that made it has used
    private TokenUsage? UsageOf(CandidateCall? upstream, ProviderResponse? response)
    {
        if (Call.StoredResponse is not null || response?.Usage is not { } usage)
        {
            return null;
        }

        // a retry at the same model comes only after an error that charged nothing
        return Call.ChargedTo(upstream!.Candidate.Model) is { } charged ? ChargedUsage.Of(usage, charged) : usage;
    }

    // a stream that a keepalive has opened, or that failed later, has the status that it began with
    private int? StatusOf(CallEnd end, RouterError? error, TimeSpan? firstContent) => end switch
    {
        _ when Call.PlanObserver is { IsOpened: true } => 200,
        CallEnd.Refused => error?.Status ?? 500,
        CallEnd.Abandoned when firstContent is null => null,
        _ => 200,
    };
}
