using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.Application.Ports;

/// <summary>
/// Holds the circuits. Outcomes of attempts change them, and planning reads the current snapshot. The default keeps them in memory;
/// another one may share them between gateways.
/// </summary>
/// <remarks>It is called on the request path, by several threads at once, and must not wait for a network.</remarks>
public interface IHealthStore
{
    /// <summary>Gets the state of the circuits.</summary>
    HealthSnapshot Current { get; }

    /// <summary>Gets the time on the clock of the circuits, which never goes back.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Gets the last failure of each candidate, by qualified model id.</summary>
    IReadOnlyDictionary<string, RecordedFailure> LastFailures { get; }

    /// <summary>Claims the half-open circuits of a candidate for a probe, unless another call has claimed them.</summary>
    /// <param name="keys">The candidate's circuits.</param>
    /// <returns>The probe's number; 0 if the candidate can no longer be probed.</returns>
    long TryClaim(in HealthKeys keys);

    /// <summary>Records that a response has begun, which closes the circuits.</summary>
    /// <param name="context">The attempt.</param>
    void Begin(in AttemptContext context);

    /// <summary>Records that a response is complete.</summary>
    /// <param name="context">The attempt.</param>
    void Complete(in AttemptContext context);

    /// <summary>Records that an attempt ended without a result for health, and releases its probe.</summary>
    /// <param name="context">The attempt.</param>
    void Release(in AttemptContext context);

    /// <summary>Records a failure. It opens the circuit of its scope and closes the circuits that it proves to be healthy.</summary>
    /// <param name="context">The attempt.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="isSlowProbe">Whether a probe exceeded the shorter time limit of probes.</param>
    void Fail(in AttemptContext context, UpstreamFailure failure, bool isSlowProbe = false);
}

/// <summary>One attempt at a candidate: the circuits that its outcome changes.</summary>
/// <param name="Keys">The candidate's circuits.</param>
/// <param name="StartedAt">The start of the attempt, on the clock of the circuits.</param>
/// <param name="Probe">The number of the probe that claimed circuits; 0 if the attempt is no probe.</param>
/// <param name="Seed">The seed for the jitter of the cooldown.</param>
public readonly record struct AttemptContext(HealthKeys Keys, DateTimeOffset StartedAt, long Probe, ulong Seed);

/// <summary>A failure and its time.</summary>
/// <param name="At">The time, on the clock of the circuits.</param>
/// <param name="Failure">The failure.</param>
public sealed record RecordedFailure(DateTimeOffset At, UpstreamFailure Failure);
