using Polly;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Transport;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>The attempts of one request at one candidate. Its state ends with the request.</summary>
internal sealed class UpstreamRetry(HttpRequestMessage request, UpstreamDeadline deadline, TimeProvider clock)
{
    /// <summary>The maximum wait before a retry at the same candidate; after a longer one another candidate is used.</summary>
    private static readonly TimeSpan _maxWait = TimeSpan.FromSeconds(5);

    /// <summary>The maximum duration of an attempt that is retried: a slow failure is rarely transient, and the caller has waited already.</summary>
    private static readonly TimeSpan _quick = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan _margin = TimeSpan.FromMilliseconds(25);

    private long _attemptedAt;

    public HttpRequestMessage Request => request;

    /// <summary>Gets the address of the request at the configured base address; a credential may change it.</summary>
    public Uri Address { get; } = request.RequestUri!;

    public UpstreamDeadline Deadline => deadline;

    /// <summary>Gets the limit for the response headers of each attempt; null for none.</summary>
    public TimeSpan? HeadersLimit { get; init; }

    /// <summary>Gets the limit for all attempts and the response together; null for none.</summary>
    public TimeSpan? WholeLimit { get; init; }

    /// <summary>Gets a value indicating whether only one attempt is allowed.</summary>
    public bool IsProbe { get; init; }

    /// <summary>Gets the function that reads what a response with an error status says; null if nobody wants to know.</summary>
    public Func<UpstreamRetry, HttpResponseMessage, Task<UpstreamFailure>>? ReadFailure { get; init; }

    /// <summary>Gets the route of the request, by which <see cref="ReadFailure"/> reads; null if nobody reads.</summary>
    public UpstreamRoute? Route { get; init; }

    /// <summary>Gets the call that learns of the failures at once, since it may be cancelled before the last attempt ends; null if it need not.</summary>
    public InboundCall? Call { get; init; }

    /// <summary>Gets the failures of the attempts before the last one.</summary>
    public EquatableArray<UpstreamFailure> Earlier { get; private set; } = [];

    /// <summary>Gets the wait before the next attempt.</summary>
    public TimeSpan Wait { get; private set; }

    /// <summary>Gets the time since the last attempt began.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_attemptedAt);

    /// <summary>Sets the deadline of one attempt; there is none during the wait for the next.</summary>
    public void Arm()
    {
        _attemptedAt = clock.GetTimestamp();
        if (HeadersLimit is { } limit)
        {
            deadline.Arm(limit);
        }
        else
        {
            deadline.ArmSince(deadline.StartedAt, WholeLimit);
        }
    }

    /// <summary>Returns whether to retry at the same candidate: only after failures that may be transient. Also sets <see cref="Wait"/>.</summary>
    public bool IsWorthAnother(Outcome<HttpResponseMessage> outcome)
    {
        if (IsProbe || clock.GetElapsedTime(_attemptedAt) > _quick)
        {
            return false;
        }

        if (outcome.Result is { IsSuccessStatusCode: true })
        {
            return false;
        }

        if (outcome.Exception is { } exception)
        {
            // timeouts, which are not an HttpRequestException, are not retried: a silent provider usually stays silent
            Wait = _pause;
            return exception is HttpRequestException broken && FailureClassifier.Of(broken).Kind is FailureKind.Connect or FailureKind.Reset;
        }

        var requested = RetryAfter.Of(outcome.Result!, clock);

        // timers may fire slightly early, and a provider may count a request before the end of its wait as another violation
        Wait = requested + _margin ?? _pause;
        return (int)outcome.Result!.StatusCode switch
        {
            500 or 502 or 503 => requested is null || requested <= _maxWait,
            429 => requested <= _maxWait,
            _ => false,
        };
    }

    /// <summary>Records that an attempt failed and another one follows.</summary>
    public async ValueTask NoteAsync(Outcome<HttpResponseMessage> outcome)
    {
        var duration = Elapsed;

        // reading has a limit of its own
        deadline.Arm(null);
        var failure = outcome switch
        {
            { Exception: HttpRequestException exception } => FailureClassifier.Of(exception),
            { Result: { } response } when ReadFailure is not null => await ReadFailure(this, response).ConfigureAwait(false),
            _ => FailureClassifier.Of((int)outcome.Result!.StatusCode),
        };
        Earlier = [.. Earlier, failure with { Duration = duration }];
        if (Call is not null)
        {
            Call.Retried = Earlier;
        }
    }
}
