using Polly;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>The tries of one request at one candidate. Nothing of it outlives the request.</summary>
internal sealed class UpstreamRetry(HttpRequestMessage request, UpstreamDeadline deadline, TimeProvider clock)
{
    /// <summary>The longest wait that a provider may ask for when the same candidate is tried again; beyond it somebody else serves.</summary>
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(5);

    /// <summary>A try that failed later than this is not repeated: the caller has waited, and whatever it is does not pass in a moment.</summary>
    private static readonly TimeSpan _quick = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan _margin = TimeSpan.FromMilliseconds(25);

    private long _triedAt;

    public HttpRequestMessage Request => request;

    public UpstreamDeadline Deadline => deadline;

    /// <summary>Gets the limit on the response headers of each try; null: none.</summary>
    public TimeSpan? HeadersLimit { get; init; }

    /// <summary>Gets the limit on all tries and the answer together; null: none.</summary>
    public TimeSpan? WholeLimit { get; init; }

    /// <summary>Gets a value indicating whether there may be only one try.</summary>
    public bool IsProbe { get; init; }

    /// <summary>Gets why the tries before the last one failed.</summary>
    public EquatableArray<UpstreamFailure> Earlier { get; private set; } = [];

    /// <summary>Gets how long to wait before the next try.</summary>
    public TimeSpan Wait { get; private set; }

    /// <summary>Sets the clock for one try; it stands still while waiting for the next.</summary>
    public void Arm()
    {
        _triedAt = clock.GetTimestamp();
        if (HeadersLimit is { } limit)
        {
            deadline.Arm(limit);
        }
        else
        {
            deadline.ArmSince(deadline.StartedAt, WholeLimit);
        }
    }

    /// <summary>Tells whether the same candidate may be asked again: only about what a moment later may be otherwise.</summary>
    public bool IsWorthAnother(Outcome<HttpResponseMessage> outcome)
    {
        if (IsProbe || clock.GetElapsedTime(_triedAt) > _quick)
        {
            return false;
        }

        if (outcome.Result is { IsSuccessStatusCode: true })
        {
            return false;
        }

        if (outcome.Exception is { } exception)
        {
            // a silent provider stays silent, so that timeouts, which are no HttpRequestException, are not tried again
            Wait = _pause;
            return exception is HttpRequestException broken && FailureClassifier.Of(broken).Kind is FailureKind.Connect or FailureKind.Reset;
        }

        var asked = RetryAfter.Of(outcome.Result!, clock);

        // timers may fire a little early, which a provider that counts would hold against us
        Wait = asked + _margin ?? _pause;
        return (int)outcome.Result!.StatusCode switch
        {
            500 or 502 or 503 => asked is null || asked <= _longestWait,
            429 => asked <= _longestWait,
            _ => false,
        };
    }

    /// <summary>Notes that a try failed and another one follows.</summary>
    public void Note(Outcome<HttpResponseMessage> outcome)
    {
        var failure = outcome.Exception is HttpRequestException exception
            ? FailureClassifier.Of(exception)
            : FailureClassifier.Of((int)outcome.Result!.StatusCode);
        Earlier = [.. Earlier, failure];
        deadline.Arm(null);
    }
}
