using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Affinity;

/// <summary>
/// Remembers which provider gave what only that one can take back: seals of reasoning, and the ids of answers that it keeps. Only
/// fingerprints are held, of the last 32,768 to 65,536 of them, and nothing outlives the process.
/// </summary>
/// <remarks>Safe for use by several threads at once.</remarks>
public sealed class AffinityStore
{
    private const int MaxOfAnAge = 32 * 1024;
    private const int ShortText = 512;
    private const string Several = "";

    private readonly Lock _turn = new();
    private volatile ConcurrentDictionary<UInt128, string> _young = new();
    private volatile ConcurrentDictionary<UInt128, string> _old = new();
    private int _count;

    /// <summary>Gets a value indicating whether nothing was noted yet.</summary>
    public bool IsEmpty => _count == 0 && _old.IsEmpty;

    /// <summary>Notes which model gave an answer that its provider keeps.</summary>
    /// <param name="id">The answer's id, as UTF-8 without JSON's escapes.</param>
    /// <param name="model">The model.</param>
    public void RememberResponse(ReadOnlySpan<byte> id, ModelRef model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Note(id, model.QualifiedId);
    }

    /// <summary>Finds the model that gave an answer which its provider keeps.</summary>
    /// <param name="id">The answer's id.</param>
    /// <returns>The model; null when that is not known, or not known any more.</returns>
    public ModelRef? FindResponse(string id) => ModelRef.TryParse(Find(id), out var model) ? model : null;

    /// <summary>Notes who gave something. What several gave alike says nothing about any of them.</summary>
    /// <param name="given">The seal, as UTF-8 without JSON's escapes.</param>
    /// <param name="provider">The provider's id.</param>
    public void Note(ReadOnlySpan<byte> given, string provider) => Note(KeyOf(given), provider);

    /// <summary>Finds who gave something.</summary>
    /// <param name="given">The seal or the id, as UTF-8 without JSON's escapes.</param>
    /// <returns>The provider's id; null when that is not known, or not known any more.</returns>
    public string? Find(ReadOnlySpan<byte> given)
    {
        var key = KeyOf(given);
        if (!_young.TryGetValue(key, out var provider) && _old.TryGetValue(key, out provider))
        {
            // what is asked for is still of use
            Note(key, provider);
        }

        return string.IsNullOrEmpty(provider) ? null : provider;
    }

    /// <summary>Finds who gave something.</summary>
    /// <param name="given">The seal or the id.</param>
    /// <returns>The provider's id; null when that is not known, or not known any more.</returns>
    public string? Find(string given)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Length > ShortText / 3)
        {
            return Find(Encoding.UTF8.GetBytes(given));
        }

        Span<byte> bytes = stackalloc byte[ShortText];
        return Find(bytes[..Encoding.UTF8.GetBytes(given, bytes)]);
    }

    private static UInt128 KeyOf(ReadOnlySpan<byte> given)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(given, digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    private void Note(UInt128 key, string provider)
    {
        if (!_young.TryAdd(key, provider))
        {
            if (_young.TryGetValue(key, out var other) && other != provider)
            {
                _young[key] = Several;
            }
        }
        else if (Interlocked.Increment(ref _count) >= MaxOfAnAge)
        {
            Age();
        }
    }

    private void Age()
    {
        lock (_turn)
        {
            if (_count >= MaxOfAnAge)
            {
                (_old, _young, _count) = (_young, new(), 0);
            }
        }
    }
}
