using Microsoft.Extensions.Time.Testing;

namespace RouterMaestro.Testing.Tests;

/// <summary>A clock that a test moves, and that signals when a caller starts to wait for it.</summary>
internal sealed class WatchedClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), IDisposable
{
    private readonly SemaphoreSlim _timers = new(0);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Release();
        return timer;
    }

    /// <summary>Moves the clock by one second less than the time and then by the second, and checks that only this ended the waiting.</summary>
    public async Task PassAsync(TimeSpan time, Task waiting, CancellationToken cancellation)
    {
        await _timers.WaitAsync(cancellation);
        Advance(time - TimeSpan.FromSeconds(1));
        await Task.Delay(20, cancellation);
        Assert.False(waiting.IsCompleted);
        Advance(TimeSpan.FromSeconds(1));
    }

    public void Dispose() => _timers.Dispose();
}
