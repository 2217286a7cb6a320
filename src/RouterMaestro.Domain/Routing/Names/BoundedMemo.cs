using System.Collections.Concurrent;

namespace RouterMaestro.Domain.Routing.Names;

/// <summary>A thread-safe cache of values by text. When its newer half is full, the older half is dropped; entries in use move to the newer half.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="capacity">The maximum number of entries in the newer half.</param>
internal sealed class BoundedMemo<T>(int capacity)
    where T : class
{
    private volatile Generation _generation = new([]);

    /// <summary>Gets the value of a text, and makes it when it is not cached.</summary>
    public T GetOrAdd(string key, Func<string, T> make)
    {
        var generation = _generation;
        if (generation.Newer.TryGetValue(key, out var known))
        {
            return known;
        }

        var value = generation.Older.TryGetValue(key, out var old) ? old : make(key);
        if (key.Length <= RequestedName.MaxLength)
        {
            Add(generation, key, value);
        }

        return value;
    }

    private void Add(Generation generation, string key, T value)
    {
        if (!generation.Newer.TryAdd(key, value) || Interlocked.Increment(ref generation.Count) < capacity)
        {
            return;
        }

        // of several threads that fill it, one starts the new generation
        Interlocked.CompareExchange(ref _generation, new Generation(generation.Newer), generation);
    }

    private sealed class Generation(ConcurrentDictionary<string, T> older)
    {
        public int Count;

        public ConcurrentDictionary<string, T> Newer { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, T> Older { get; } = older;
    }
}
