using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Outcomes;

/// <summary>Follows one call from its beginning to the outcome that the observers get.</summary>
/// <param name="Monitor">Tells the outcome.</param>
/// <param name="Call">The call.</param>
/// <param name="StartedAt">The timestamp of its beginning; 0 if nobody observes calls.</param>
internal readonly record struct CallTracker(CallMonitor Monitor, InboundCall Call, long StartedAt)
{
    /// <summary>Gets a value indicating whether the call counts tokens.</summary>
    public bool IsCount { get; init; }

    /// <summary>Gets the time from the beginning to now; null if nobody observes calls.</summary>
    public TimeSpan? Elapsed => Monitor.IsObserved ? Monitor.Since(StartedAt) : null;

    /// <summary>Tells that the caller got an error, or left before a response began.</summary>
    /// <param name="exception">A <see cref="RouterException"/>, or the exception of a cancelled call.</param>
    public void Refuse(Exception exception)
    {
        if (!Monitor.IsObserved)
        {
            return;
        }

        var error = (exception as RouterException)?.Error;
        Monitor.Tell(Outcome(error is null && exception is OperationCanceledException ? CallEnd.Abandoned : CallEnd.Refused) with
        {
            Error = error,
            Model = error?.Model,
            Attempts = error?.Attempts ?? 0,
            Lost = error?.Dropped ?? [],
        });
    }

    /// <summary>Tells that a response has ended.</summary>
    /// <param name="upstream">The call to the model that responded.</param>
    /// <param name="response">The response.</param>
    /// <param name="attempts">The number of requests sent to providers.</param>
    /// <param name="firstContent">The time to the first content.</param>
    public void End(CandidateCall upstream, ProviderResponse response, int attempts, TimeSpan? firstContent)
    {
        if (!Monitor.IsObserved)
        {
            return;
        }

        var failure = (response as ResponseStream)?.Failure;
        var end = failure is not null ? CallEnd.Failed
            : response is ResponseStream { Finish: null } ? CallEnd.Abandoned
            : CallEnd.Completed;
        Monitor.Tell(Outcome(end, upstream) with
        {
            Attempts = attempts,
            Usage = response.Usage,
            Finish = response.Finish,
            Lost = response.Losses.Fields,
            Repaired = response.Repaired,
            Failure = failure,
            TimeToFirstContent = firstContent,
        });
    }

    /// <summary>Tells that tokens have been counted.</summary>
    /// <param name="upstream">The call that was counted.</param>
    /// <param name="tokens">The number of prompt tokens.</param>
    /// <param name="isAsked">Whether the provider counted.</param>
    public void Counted(CandidateCall upstream, int tokens, bool isAsked)
    {
        if (Monitor.IsObserved)
        {
            Monitor.Tell(Outcome(CallEnd.Completed, upstream) with { Attempts = isAsked ? 1 : 0, Usage = TokenUsage.Zero with { Input = tokens } });
        }
    }

    private CallOutcome Outcome(CallEnd end, CandidateCall? upstream = null) => new(Call.RequestId, Call.Facts, end)
    {
        IsCount = IsCount,
        Identity = Call.Identity,
        Caller = Call.Protocol,
        Model = upstream?.Candidate.Model,
        Provider = upstream?.Protocol,
        IsPassthrough = upstream?.IsPassthrough ?? false,
        Duration = Monitor.Since(StartedAt),
    };
}
