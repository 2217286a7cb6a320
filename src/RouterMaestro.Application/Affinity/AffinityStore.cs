using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Affinity;

/// <summary>Keeps digests of signatures and response ids, of the last 32,768 to 65,536 entries, and signatures of calls, in memory only.</summary>
internal sealed class AffinityStore : IAffinityStore
{
    private const int MaxPerGeneration = 32 * 1024;
    private const int ShortText = 512;
    private const string Ambiguous = "";

    private readonly CallSignatureCache _calls = new();
    private readonly Lock _lock = new();
    private volatile ConcurrentDictionary<UInt128, string> _recent = new();
    private volatile ConcurrentDictionary<UInt128, string> _older = new();
    private int _count;

    public bool IsEmpty => _count == 0 && _older.IsEmpty;

    public bool SignsCalls(string provider) => _calls.HasAny(provider);

    public void RememberCall(ReadOnlySpan<byte> call, string provider, string signature) => _calls.Add(call, provider, signature);

    public string? FindCall(ReadOnlySpan<byte> call, string provider) => _calls.Find(call, provider);

    public void RememberResponse(ReadOnlySpan<byte> id, ModelRef model) => Remember(KeyOf(id), model.QualifiedId);

    public ModelRef? FindResponse(string id)
    {
        if (id.Length > ShortText / 3)
        {
            return ModelRef.TryParse(FindSignature(Encoding.UTF8.GetBytes(id)), out var other) ? other : null;
        }

        Span<byte> bytes = stackalloc byte[ShortText];
        return ModelRef.TryParse(FindSignature(bytes[..Encoding.UTF8.GetBytes(id, bytes)]), out var model) ? model : null;
    }

    public void RememberSignature(ReadOnlySpan<byte> signature, string provider) => Remember(KeyOf(signature), provider);

    public string? FindSignature(ReadOnlySpan<byte> signature)
    {
        var key = KeyOf(signature);
        if (!_recent.TryGetValue(key, out var provider) && _older.TryGetValue(key, out provider))
        {
            // an entry that is read moves to the recent generation, so that conversations in use are not forgotten
            Remember(key, provider);
        }

        return string.IsNullOrEmpty(provider) ? null : provider;
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
