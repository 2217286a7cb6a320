using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RouterMaestro.Application.Ports;

namespace RouterMaestro.Infrastructure.Tokens;

/// <summary>
/// Remembers counts of long texts, since clients send the same tools and instructions again and again. It holds hashes, not texts,
/// and forgets the older half when it is full.
/// </summary>
internal sealed class CountMemo(int capacity)
{
    private volatile Generation _generation = new([]);

    public bool TryGet(Key key, out int tokens) =>
        _generation.Newer.TryGetValue(key, out tokens) || _generation.Older.TryGetValue(key, out tokens);

    public void Keep(Key key, int tokens)
    {
        var generation = _generation;
        if (generation.Newer.TryAdd(key, tokens) && Interlocked.Increment(ref generation.Count) >= capacity)
        {
            // of several that fill it, one turns it over
            Interlocked.CompareExchange(ref _generation, new Generation(generation.Newer), generation);
        }
    }

    /// <summary>A text and a vocabulary, by a hash that nobody can make collide.</summary>
    internal readonly record struct Key(UInt128 Hash, TokenVocabulary Vocabulary)
    {
        public static Key Of(TokenVocabulary vocabulary, ReadOnlySpan<char> text)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
            return new(MemoryMarshal.Read<UInt128>(hash), vocabulary);
        }
    }

    private sealed class Generation(ConcurrentDictionary<Key, int> older)
    {
        public int Count;

        public ConcurrentDictionary<Key, int> Newer { get; } = new();

        public ConcurrentDictionary<Key, int> Older { get; } = older;
    }
}
