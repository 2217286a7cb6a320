using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RouterMaestro.Application.Ports;

namespace RouterMaestro.Infrastructure.Tokens;

/// <summary>
/// Caches token counts of long texts. Claude Code 2.1.330 repeats the same tools and instructions in about 25 count requests for
/// <c>/context</c>. It stores hashes, not texts, and drops the older half when it is full.
/// </summary>
internal sealed class CountMemo(int capacity)
{
    private volatile Generation _generation = new([]);

    public bool TryGet(Key key, out int tokens) =>
        _generation.Newer.TryGetValue(key, out tokens) || _generation.Older.TryGetValue(key, out tokens);

    public void Add(Key key, int tokens)
    {
        var generation = _generation;
        if (generation.Newer.TryAdd(key, tokens) && Interlocked.Increment(ref generation.Count) >= capacity)
        {
            // of several threads that fill it, one starts the new generation
            Interlocked.CompareExchange(ref _generation, new Generation(generation.Newer), generation);
        }
    }

    /// <summary>A text and a vocabulary. The hash is cryptographic, so that a caller cannot construct a collision.</summary>
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
