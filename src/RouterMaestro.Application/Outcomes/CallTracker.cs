using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Outcomes;

/// <summary>Follows one call from its beginning to the outcome that the observers and the log get.</summary>
/// <param name="Monitor">Tells the outcome.</param>
/// <param name="Call">The call.</param>
/// <param name="IsObserved">Whether somebody wants the outcome. If not, none is made.</param>
/// <param name="StartedAt">The timestamp of its beginning; 0 if nobody wants the outcome.</param>
internal readonly record struct CallTracker(CallMonitor Monitor, InboundCall Call, bool IsObserved, long StartedAt)
{
    /// <summary>Gets a value indicating whether the call counts tokens.</summary>
    public bool IsCount { get; init; }

    /// <summary>Gets the time from the beginning to now; null if nobody wants the outcome.</summary>
    public TimeSpan? Elapsed => IsObserved ? Monitor.Since(StartedAt) : null;

    /// <summary>Tells that the caller got an error, or left before a response began.</summary>
    /// <param name="exception">A <see cref="RouterException"/>, or the exception of a cancelled call.</param>
    /// <param name="asked">The model that was being asked when the call was cancelled; null if none was.</param>
    /// <param name="attempts">The number of requests sent to providers by then.</param>
    public void Refuse(Exception exception, ModelRef? asked = null, int attempts = 0)
    {
        var error = (exception as RouterException)?.Error;
        var isCancelled = exception is OperationCanceledException;
        if (isCancelled && Call.Stopping.IsCancellationRequested)
        {
            error = GatewayStop.Error with { Model = asked, Attempts = attempts };
        }

        Monitor.Log.Refused(Call, error);
        if (IsObserved)
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

        if (!IsObserved)
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
        if (IsObserved)
        {
            Monitor.Tell(Outcome(CallEnd.Completed, upstream, error: null, lost: [], attempts: isAsked ? 1 : 0, tokens: TokenUsage.Zero with { Input = tokens }));
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
        ModelRef? asked = null) => new(Call.RequestId, Call.Facts, end)
        {
            IsCount = IsCount,
            Identity = Call.Identity,
            Caller = Call.Protocol,
            Model = upstream?.Candidate.Model ?? error?.Model ?? asked,
            Provider = upstream?.Protocol,
            IsPassthrough = upstream?.IsPassthrough ?? false,
            Attempts = attempts,
            Usage = tokens ?? response?.Usage,
            StatedCosts = Call.StatedCosts,
            Finish = response?.Finish,
            Lost = lost,
            Repaired = response?.Repaired ?? [],
            Error = error,
            Failure = failure,
            TimeToFirstContent = firstContent,
            Duration = Monitor.Since(StartedAt),
        };
}
