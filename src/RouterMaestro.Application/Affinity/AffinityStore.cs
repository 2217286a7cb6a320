using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Affinity;

/// <summary>
/// Remembers the provider of each reasoning signature and the model of each stored response, since only that provider accepts them
/// again. The store holds digests, of the last 32,768 to 65,536 entries, in memory only.
/// </summary>
/// <remarks>Safe for use by several threads at once.</remarks>
public sealed class AffinityStore
{
    private const int MaxPerGeneration = 32 * 1024;
    private const int ShortText = 512;
    private const string Ambiguous = "";

    private readonly Lock _lock = new();
    private volatile ConcurrentDictionary<UInt128, string> _recent = new();
    private volatile ConcurrentDictionary<UInt128, string> _older = new();
    private int _count;

    /// <summary>Gets a value indicating whether the store has no entries.</summary>
    public bool IsEmpty => _count == 0 && _older.IsEmpty;

    /// <summary>Records the model of a response that its provider stores.</summary>
    /// <param name="id">The response's id, as UTF-8 without JSON escapes.</param>
    /// <param name="model">The model.</param>
    public void RememberResponse(ReadOnlySpan<byte> id, ModelRef model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Remember(id, model.QualifiedId);
    }

    /// <summary>Finds the model of a response that its provider stores.</summary>
    /// <param name="id">The response's id.</param>
    /// <returns>The model; null if it is unknown or no longer known.</returns>
    public ModelRef? FindResponse(string id) => ModelRef.TryParse(Find(id), out var model) ? model : null;

    /// <summary>Records the provider of a signature. A signature of several providers is ascribed to none of them.</summary>
    /// <param name="item">The signature, as UTF-8 without JSON escapes.</param>
    /// <param name="provider">The provider's id.</param>
    public void Remember(ReadOnlySpan<byte> item, string provider) => Remember(KeyOf(item), provider);

    /// <summary>Finds the provider of a signature, or the model of a response.</summary>
    /// <param name="item">The signature or the id, as UTF-8 without JSON escapes.</param>
    /// <returns>The provider's id or the qualified id of the model; null if it is unknown, no longer known or ambiguous.</returns>
    public string? Find(ReadOnlySpan<byte> item)
    {
        var key = KeyOf(item);
        if (!_recent.TryGetValue(key, out var provider) && _older.TryGetValue(key, out provider))
        {
            // an entry that is read moves to the recent generation, so that conversations in use are not forgotten
            Remember(key, provider);
        }

        return string.IsNullOrEmpty(provider) ? null : provider;
    }

    /// <summary>Finds the provider of a signature, or the model of a response.</summary>
    /// <param name="item">The signature or the id.</param>
    /// <returns>The provider's id or the qualified id of the model; null if it is unknown, no longer known or ambiguous.</returns>
    public string? Find(string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Length > ShortText / 3)
        {
            return Find(Encoding.UTF8.GetBytes(item));
        }

        Span<byte> bytes = stackalloc byte[ShortText];
        return Find(bytes[..Encoding.UTF8.GetBytes(item, bytes)]);
    }

    private static UInt128 KeyOf(ReadOnlySpan<byte> item)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(item, digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    private void Remember(UInt128 key, string provider)
    {
        if (!_recent.TryAdd(key, provider))
        {
            if (_recent.TryGetValue(key, out var other) && other != provider)
            {
                _recent[key] = Ambiguous;
            }
        }
        else if (Interlocked.Increment(ref _count) >= MaxPerGeneration)
        {
            Rotate();
        }
    }

    private void Rotate()
    {
        lock (_lock)
        {
            if (_count >= MaxPerGeneration)
            {
                (_older, _recent, _count) = (_recent, new(), 0);
            }
        }
    }
}
