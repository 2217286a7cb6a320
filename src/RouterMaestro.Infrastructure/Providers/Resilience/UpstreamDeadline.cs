using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>
/// Cancels a call when its current phase takes too long or the caller disconnects. Moving the deadline later needs only a clock
/// reading and no timer operation, since it happens on every read of a stream.
/// </summary>
internal sealed class UpstreamDeadline : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly ITimer _timer;
    private long _due = long.MaxValue;
    private long _totalDue = long.MaxValue;
    private long _scheduled = long.MaxValue;

    public UpstreamDeadline(TimeProvider clock, CancellationToken caller)
    {
        (_clock, _caller, StartedAt) = (clock, caller, clock.GetTimestamp());
        _timer = clock.CreateTimer(static state => ((UpstreamDeadline)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = caller.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _source);
    }

    public TimeProvider Clock => _clock;

    public CancellationToken Token => _source.Token;

    public long StartedAt { get; }

    /// <summary>Gets a value indicating whether the time has run out, as opposed to a disconnect of the caller.</summary>
    public bool IsExpired => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Sets the limit for the whole call, counted from its start; no phase may exceed it.</summary>
    public void LimitTotal(TimeSpan? limit) => _totalDue = After(StartedAt, limit);

    /// <summary>Gets the kind of timeout.</summary>
    /// <param name="phase">The kind for the current phase.</param>
    public FailureKind Blame(FailureKind phase) => _clock.GetTimestamp() >= _totalDue ? FailureKind.TotalTimeout : phase;

    /// <summary>Sets the deadline, counted from now; null removes it.</summary>
    public void Arm(TimeSpan? limit) => ArmSince(_clock.GetTimestamp(), limit);

    /// <summary>Sets the deadline, counted from an earlier moment.</summary>
    public void ArmSince(long start, TimeSpan? limit)
    {
        var due = Math.Min(After(start, limit), _totalDue);
        Volatile.Write(ref _due, due);
        if (due < Volatile.Read(ref _scheduled))
        {
            Schedule(due);
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _timer.Dispose();
        _source.Dispose();
    }

    private long After(long start, TimeSpan? limit) =>
        limit is { } span ? start + (long)(span.TotalSeconds * _clock.TimestampFrequency) : long.MaxValue;

    private void OnTimer()
    {
        var due = Volatile.Read(ref _due);
        Volatile.Write(ref _scheduled, long.MaxValue);
        if (due == long.MaxValue)
        {
            return;
        }

        if (_clock.GetTimestamp() < due)
        {
            Schedule(due);
            return;
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the call ended at the same time
        }
    }

    private void Schedule(long due)
    {
        Volatile.Write(ref _scheduled, due);
        var wait = TimeSpan.FromSeconds(Math.Max(0, due - _clock.GetTimestamp()) / (double)_clock.TimestampFrequency);
        // rounded up, since a timer that fires early would have to be set again
        _timer.Change(wait < TimeSpan.FromDays(40) ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.FromDays(40), Timeout.InfiniteTimeSpan);
    }
}
