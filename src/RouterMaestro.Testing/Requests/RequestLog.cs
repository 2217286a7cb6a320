using System.Collections.Immutable;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Requests;

/// <summary>Every request so far, and the waiters for more.</summary>
internal sealed class RequestLog
{
    private readonly Lock _lock = new();
    private ImmutableArray<ReceivedRequest> _requests = [];
    private TaskCompletionSource _changed = New();
    private int _numbers;

    public ImmutableArray<ReceivedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return _requests;
            }
        }
    }

    public int NextNumber() => Interlocked.Increment(ref _numbers);

    public void Add(ReceivedRequest request)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _requests = _requests.Add(request);
            changed = _changed;
            _changed = New();
        }

        changed.SetResult();
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests = [];
        }
    }

    public async Task<ReceivedRequest> WaitAsync(int count, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_requests.Length >= count)
                {
                    return _requests[count - 1];
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
