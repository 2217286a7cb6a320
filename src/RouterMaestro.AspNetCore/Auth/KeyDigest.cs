using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>
/// The SHA-256 digest of a key, compared in constant time. Neither salt nor a slow hash is needed: the keys that are stored as digests are
/// 256 random bits, so that they cannot be guessed, and none occurs twice.
/// </summary>
internal readonly struct KeyDigest : IEquatable<KeyDigest>
{
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private KeyDigest(ReadOnlySpan<byte> digest)
    {
        var parts = MemoryMarshal.Cast<byte, ulong>(digest);
        (_first, _second, _third, _fourth) = (parts[0], parts[1], parts[2], parts[3]);
    }

    /// <summary>Computes the digest of a key.</summary>
    public static KeyDigest Of(ReadOnlySpan<char> key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, digest);
        return new(digest);
    }

    /// <summary>Computes the digest of a key in hexadecimal digits.</summary>
    public static string HexOf(ReadOnlySpan<char> key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>Reads a digest; null if the text is not 64 hexadecimal digits.</summary>
    public static KeyDigest? Parse(string hex)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        return hex.Length == 2 * SHA256.HashSizeInBytes && Convert.FromHexString(hex, digest, out _, out _) == OperationStatus.Done ? new KeyDigest(digest) : null;
    }

    // no branch depends on the place of a difference
    public bool Equals(KeyDigest other) =>
        ((_first ^ other._first) | (_second ^ other._second) | (_third ^ other._third) | (_fourth ^ other._fourth)) == 0;

    public override bool Equals(object? obj) => obj is KeyDigest other && Equals(other);

    public override int GetHashCode() => (int)_first;

    private static void Hash(ReadOnlySpan<char> key, Span<byte> digest)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(key.Length));
        try
        {
            SHA256.HashData(bytes.AsSpan(0, Encoding.UTF8.GetBytes(key, bytes)), digest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }
}
