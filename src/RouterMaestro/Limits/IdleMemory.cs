namespace RouterMaestro.Limits;

/// <summary>
/// Returns memory to the system when the process has become idle: an idle process allocates nothing, so that the collector would never run, and
/// keeps what a burst of large calls took. Only programs use it: these collections stop the process for a moment, which a library does not do to its host.
/// </summary>
internal sealed class IdleMemory : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(15);

    // what an idle gateway allocates in an interval, for probes of its health and the like
    private const long IdleBytes = 2 * 1024 * 1024;

    // the server lets go of its memory after the first one, and the pool of arrays of those that nobody took for a minute
    private const int Collections = 6;

    // a collection is worth its pause only after this
    private const long BusyBytes = 64 * 1024 * 1024;

    private readonly Action _collect;
    private readonly Func<long> _readAllocated;
    private readonly ITimer _timer;
    private long _lastAllocated;
    private long _collectedAt;
    private int _due;

    /// <param name="clock">The clock.</param>
    /// <param name="readAllocated">Reads the bytes allocated since the start.</param>
    /// <param name="collect">Collects, and returns memory to the system.</param>
    public IdleMemory(TimeProvider clock, Func<long> readAllocated, Action collect)
    {
        (_readAllocated, _collect) = (readAllocated, collect);
        _timer = clock.CreateTimer(static state => ((IdleMemory)state!).Check(), this, _interval, _interval);
    }

    /// <summary>Watches this process.</summary>
    /// <param name="clock">The clock.</param>
    public static IdleMemory Watch(TimeProvider clock) => new(
        clock,
        static () => GC.GetTotalAllocatedBytes(),
        static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true));

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        var allocated = _readAllocated();
        if (allocated - _collectedAt > BusyBytes)
        {
            (_collectedAt, _due) = (allocated, Collections);
        }

        if (_due > 0 && allocated - _lastAllocated < IdleBytes)
        {
            _due--;
            _collect();
        }

        _lastAllocated = allocated;
    }
}
