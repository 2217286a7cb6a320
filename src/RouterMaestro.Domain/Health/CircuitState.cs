using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Domain.Health;

/// <summary>
/// What is known of one circuit. A pure value: every event gives a new one. Closed, then resting after a failure, due when the rest
/// is over, probed by one request at a time, and closed again when an answer begins.
/// </summary>
public sealed record CircuitState
{
    /// <summary>Gets the circuit through which nothing has failed.</summary>
    public static CircuitState Closed { get; } = new();

    /// <summary>Gets the number of failures since the last completed answer; failures of requests that ran at the same time count once.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>Gets when the rest is over; null when there is none.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>Gets when the last failure was noted.</summary>
    public DateTimeOffset FailedAt { get; init; }

    /// <summary>Gets the last failure; null when there was none.</summary>
    public UpstreamFailure? Failure { get; init; }

    /// <summary>Gets the number of the request that is finding out whether all is well again; 0 when there is none.</summary>
    public long Probe { get; init; }

    /// <summary>Tells whether requests go through.</summary>
    /// <param name="now">The time.</param>
    public CircuitStatus PhaseAt(DateTimeOffset now) =>
        OpenUntil is not { } until ? CircuitStatus.Closed
        : Probe != 0 ? CircuitStatus.ProbeInFlight
        : until > now ? CircuitStatus.Open
        : CircuitStatus.HalfOpen;

    /// <summary>Notes a failure: the circuit rests, the longer the more often it failed. A shorter rest never replaces a longer one.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="startedAt">When the request was sent.</param>
    /// <param name="now">The time.</param>
    /// <param name="seed">Sets the jitter.</param>
    /// <param name="probe">The number of the request when it was the probe, else 0.</param>
    public CircuitState Fail(UpstreamFailure failure, DateTimeOffset startedAt, DateTimeOffset now, ulong seed, long probe = 0)
    {
        ArgumentNullException.ThrowIfNull(failure);

        // requests that were under way together met the same trouble
        var strikes = ConsecutiveFailures == 0 || startedAt >= FailedAt ? ConsecutiveFailures + 1 : ConsecutiveFailures;
        return OpenFor(now + CooldownPolicy.OpenDurationOf(failure, strikes, seed)).Release(probe) with
        {
            ConsecutiveFailures = strikes,
            FailedAt = now,
            Failure = failure,
        };
    }

    /// <summary>Notes that a probe ran out of the short time that it has: the circuit rests again as long as before, no longer.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="now">The time.</param>
    /// <param name="seed">Sets the jitter.</param>
    /// <param name="probe">The number of the probe.</param>
    public CircuitState FailSlowProbe(UpstreamFailure failure, DateTimeOffset now, ulong seed, long probe)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return OpenFor(now + CooldownPolicy.OpenDurationOf(failure, Math.Max(ConsecutiveFailures, 1), seed)).Release(probe) with { FailedAt = now, Failure = failure };
    }

    /// <summary>Notes that an answer has begun: requests go through again. How long the next rest is stays undecided until an answer is complete.</summary>
    /// <param name="startedAt">When the request was sent.</param>
    /// <param name="probe">The number of the request when it was the probe, else 0.</param>
    public CircuitState Begin(DateTimeOffset startedAt, long probe = 0) =>
        IsNews(startedAt, probe) ? this with { OpenUntil = null, Probe = 0 } : this;

    /// <summary>Notes that an answer is complete: nothing is held against the circuit any more.</summary>
    /// <param name="startedAt">When the request was sent.</param>
    public CircuitState Complete(DateTimeOffset startedAt) => startedAt >= FailedAt ? Closed : this;

    /// <summary>Lets a request find out whether all is well again.</summary>
    /// <param name="probe">The request's number, not 0.</param>
    public CircuitState Claim(long probe) => this with { Probe = probe };

    /// <summary>Notes that a probe ended without finding anything out.</summary>
    /// <param name="probe">The probe's number.</param>
    public CircuitState Release(long probe) => probe != 0 && Probe == probe ? this with { Probe = 0 } : this;

    // an answer to a request from before the failure says nothing about the time after it
    private bool IsNews(DateTimeOffset startedAt, long probe) => startedAt >= FailedAt || (probe != 0 && Probe == probe);

    private CircuitState OpenFor(DateTimeOffset until) => OpenUntil >= until ? this : this with { OpenUntil = until };
}

/// <summary>Whether requests go through a circuit.</summary>
public enum CircuitStatus
{
    /// <summary>Requests go through.</summary>
    Closed,

    /// <summary>The rest is over: one request may find out whether all is well again.</summary>
    HalfOpen,

    /// <summary>One request is finding out; the others go elsewhere.</summary>
    ProbeInFlight,

    /// <summary>No request goes through until the rest is over.</summary>
    Open,
}
