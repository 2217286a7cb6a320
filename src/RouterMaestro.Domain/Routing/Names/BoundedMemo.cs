using System.Collections.Concurrent;

namespace RouterMaestro.Domain.Routing.Names;

/// <summary>Remembers what was worked out. It forgets the older half when it is full, and never anything that still is in use.</summary>
/// <typeparam name="T">What is worked out of a text.</typeparam>
/// <param name="capacity">How many of the newer half there can be.</param>
internal sealed class BoundedMemo<T>(int capacity)
    where T : class
{
    /// <summary>Longer texts are not remembered: no model has such a name.</summary>
    private const int LongestKey = 256;

    private volatile Generation _generation = new([]);

    /// <summary>Gets what was worked out of a text, and works it out when that is not known.</summary>
    public T GetOrAdd(string key, Func<string, T> make)
    {
        var generation = _generation;
        if (generation.Newer.TryGetValue(key, out var known))
        {
            return known;
        }

        var value = generation.Older.TryGetValue(key, out var old) ? old : make(key);
        if (key.Length <= LongestKey)
        {
            Keep(generation, key, value);
        }

        return value;
    }

    private void Keep(Generation generation, string key, T value)
    {
        if (!generation.Newer.TryAdd(key, value) || Interlocked.Increment(ref generation.Count) < capacity)
        {
            return;
        }

        // of several that fill it, one turns it over
        Interlocked.CompareExchange(ref _generation, new Generation(generation.Newer), generation);
    }

    private sealed class Generation(ConcurrentDictionary<string, T> older)
    {
        public int Count;

        public ConcurrentDictionary<string, T> Newer { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, T> Older { get; } = older;
    }
}
