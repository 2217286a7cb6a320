using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Domain.Health;

/// <summary>
/// The state of one circuit, as an immutable value: every event returns a new one. A failure opens the circuit; after the cooldown it is
/// half-open, and one request at a time probes it; it closes when a response begins.
/// </summary>
public sealed record CircuitState
{
    /// <summary>Gets the state of a circuit without failures.</summary>
    public static CircuitState Closed { get; } = new();

    /// <summary>Gets the number of failures since the last complete response; failures of requests that ran at the same time count once.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>Gets the end of the cooldown; null when the circuit is closed.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>Gets the time of the last failure.</summary>
    public DateTimeOffset FailedAt { get; init; }

    /// <summary>Gets the last failure; null when there was none.</summary>
    public UpstreamFailure? Failure { get; init; }

    /// <summary>Gets the number of the request that probes the circuit; 0 when there is none.</summary>
    public long Probe { get; init; }

    /// <summary>Returns whether requests go through.</summary>
    /// <param name="now">The time.</param>
    public CircuitStatus PhaseAt(DateTimeOffset now) =>
        OpenUntil is not { } until ? CircuitStatus.Closed
        : Probe != 0 ? CircuitStatus.ProbeInFlight
        : until > now ? CircuitStatus.Open
        : CircuitStatus.HalfOpen;

    /// <summary>Records a failure: the circuit opens, and longer with each failure in a row. A shorter cooldown never replaces a longer one.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="startedAt">When the request was sent.</param>
    /// <param name="now">The time.</param>
    /// <param name="seed">Sets the jitter.</param>
    /// <param name="probe">The number of the request when it was the probe, else 0.</param>
    public CircuitState Fail(UpstreamFailure failure, DateTimeOffset startedAt, DateTimeOffset now, ulong seed, long probe = 0)
    {
        ArgumentNullException.ThrowIfNull(failure);

        // requests that ran at the same time met the same failure
        var failures = ConsecutiveFailures == 0 || startedAt >= FailedAt ? ConsecutiveFailures + 1 : ConsecutiveFailures;
        return OpenFor(now + CooldownPolicy.CooldownOf(failure, failures, seed)).Release(probe) with
        {
            ConsecutiveFailures = failures,
            FailedAt = now,
            Failure = failure,
        };
    }

    /// <summary>Records that a probe exceeded its short time limit: the circuit opens for as long as before, because a slow response may still be a good one.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="now">The time.</param>
    /// <param name="seed">Sets the jitter.</param>
    /// <param name="probe">The number of the probe.</param>
    public CircuitState FailSlowProbe(UpstreamFailure failure, DateTimeOffset now, ulong seed, long probe)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return OpenFor(now + CooldownPolicy.CooldownOf(failure, Math.Max(ConsecutiveFailures, 1), seed)).Release(probe) with { FailedAt = now, Failure = failure };
    }

    /// <summary>Records the begin of a response: the circuit closes. The failures still count until a response is complete, so a provider that breaks off each time opens the circuit for longer.</summary>
    /// <param name="startedAt">When the request was sent.</param>
    /// <param name="probe">The number of the request when it was the probe, else 0.</param>
    public CircuitState Begin(DateTimeOffset startedAt, long probe = 0) =>
        IsNews(startedAt, probe) ? this with { OpenUntil = null, Probe = 0 } : this;

    /// <summary>Records a complete response: the circuit closes and its failures are forgotten.</summary>
    /// <param name="startedAt">When the request was sent.</param>
    public CircuitState Complete(DateTimeOffset startedAt) => startedAt >= FailedAt ? Closed : this;

    /// <summary>Reserves the half-open circuit for one probe.</summary>
    /// <param name="probe">The request's number, not 0.</param>
    public CircuitState Claim(long probe) => this with { Probe = probe };

    /// <summary>Records that a probe ended without a result.</summary>
    /// <param name="probe">The probe's number.</param>
    public CircuitState Release(long probe) => probe != 0 && Probe == probe ? this with { Probe = 0 } : this;

    // a response to a request that started before the failure proves nothing about the time after it
    private bool IsNews(DateTimeOffset startedAt, long probe) => startedAt >= FailedAt || (probe != 0 && Probe == probe);

    private CircuitState OpenFor(DateTimeOffset until) => OpenUntil >= until ? this : this with { OpenUntil = until };
}

/// <summary>Whether requests go through a circuit.</summary>
public enum CircuitStatus
{
    /// <summary>Requests go through.</summary>
    Closed,

    /// <summary>The cooldown is over: one request may probe the circuit.</summary>
    HalfOpen,

    /// <summary>One request probes the circuit; the others go elsewhere.</summary>
    ProbeInFlight,

    /// <summary>No request goes through until the cooldown is over.</summary>
    Open,
}
