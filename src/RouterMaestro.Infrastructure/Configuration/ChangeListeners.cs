namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>The listeners for changes of a feed.</summary>
internal sealed class ChangeListeners
{
    private readonly Lock _gate = new();
    private Action[] _listeners = [];

    /// <summary>Adds a listener.</summary>
    /// <returns>Removes the listener when it is disposed of.</returns>
    public IDisposable Add(Action listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        lock (_gate)
        {
            _listeners = [.. _listeners, listener];
        }

        return new Subscription(this, listener);
    }

    /// <summary>Calls the listeners, without a lock: a listener may add and remove others.</summary>
    public void Notify()
    {
        foreach (var listener in Volatile.Read(ref _listeners))
        {
            listener();
        }
    }

    private void Remove(Action listener)
    {
        lock (_gate)
        {
            _listeners = [.. _listeners.Where(other => other != listener)];
        }
    }

    private sealed class Subscription(ChangeListeners owner, Action listener) : IDisposable
    {
        public void Dispose() => owner.Remove(listener);
    }
}
