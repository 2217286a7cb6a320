using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace RouterMaestro.Application.Affinity;

/// <summary>
/// Keeps the signatures of calls in memory, in two generations: when the younger one is full, the older one is dropped. A signature of Gemini 3 has one to a few
/// thousand characters.
/// </summary>
internal sealed class CallSignatureCache
{
    private const int MaxCharacters = 8 * 1024 * 1024;
    private const int MaxLength = 64 * 1024;
    private const int EntryOverhead = 128;

    private readonly ConcurrentDictionary<string, bool> _providers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();
    private Dictionary<Key, string> _recent = [];
    private Dictionary<Key, string> _older = [];
    private int _size;

    /// <summary>Returns true if a provider has signed any call.</summary>
    public bool HasAny(string provider) => _providers.ContainsKey(provider);

    /// <summary>Records the signature of a call. One that is too long to be one is not kept.</summary>
    /// <param name="call">The digest of the call.</param>
    /// <param name="provider">The provider's id.</param>
    /// <param name="signature">The signature.</param>
    public void Add(ReadOnlySpan<byte> call, string provider, string signature)
    {
        if (signature.Length > MaxLength)
        {
            return;
        }

        _providers[provider] = true;
        lock (_lock)
        {
            Set(new(Convert.ToHexStringLower(call[..(SHA256.HashSizeInBytes / 2)]), provider.ToUpperInvariant()), signature);
        }
    }

    /// <summary>Finds the signature of a call. One that is read moves to the younger generation, so that conversations in use are not forgotten.</summary>
    /// <param name="call">The digest of the call.</param>
    /// <param name="provider">The provider's id.</param>
    public string? Find(ReadOnlySpan<byte> call, string provider)
    {
        var key = new Key(Convert.ToHexStringLower(call[..(SHA256.HashSizeInBytes / 2)]), provider.ToUpperInvariant());
        lock (_lock)
        {
            if (_recent.TryGetValue(key, out var signature))
            {
                return signature;
            }

            if (_older.TryGetValue(key, out signature))
            {
                Set(key, signature);
            }

            return signature;
        }
    }

    private void Set(Key key, string signature)
    {
        _size += signature.Length + EntryOverhead - (_recent.TryGetValue(key, out var former) ? former.Length + EntryOverhead : 0);
        _recent[key] = signature;
        if (_size >= MaxCharacters)
        {
            (_older, _recent, _size) = (_recent, [], 0);
        }
    }

    private readonly record struct Key(string Call, string Provider);
}
