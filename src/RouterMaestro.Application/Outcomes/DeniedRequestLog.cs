using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Outcomes;

/// <summary>
/// Logs requests whose key is missing or wrong: a few a minute in full, the others as a number, so that somebody who tries keys cannot fill the
/// log.
/// </summary>
internal sealed class DeniedRequestLog(CallLog log, TimeProvider clock) : IDisposable
{
    /// <summary>The maximum number of lines a minute.</summary>
    public const int MaxLines = 10;

    private static readonly TimeSpan _period = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long _startedAt;
    private int _count;

    /// <summary>Logs a refused request.</summary>
    public void Add(string requestId, RouterError error)
    {
        lock (_gate)
        {
            if (_count > 0 && clock.GetElapsedTime(_startedAt) >= _period)
            {
                End();
            }

            if (_count++ == 0)
            {
                _startedAt = clock.GetTimestamp();
                _timer ??= clock.CreateTimer(static state => ((DeniedRequestLog)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(_period, Timeout.InfiniteTimeSpan);
            }

            if (_count <= MaxLines)
            {
                log.Denied(requestId, error);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            End();
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            End();
        }
    }

    private void End()
    {
        if (_count > MaxLines)
        {
            log.DeniedMore(_count - MaxLines);
        }

        _count = 0;
    }
}
