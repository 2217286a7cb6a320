using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>
/// Compares the credentials of a request with the gateway's keys. Every credential is compared: Gemini CLI 0.61.0 in bearer mode
/// sends Authorization and x-goog-api-key, and Claude Code may send an OAuth bearer beside x-api-key. Digests are compared in
/// constant time.
/// </summary>
internal sealed class GatewayKeys(IOptions<HttpApiOptions> options, CodecRegistry codecs)
{
    // the fields of every protocol, and the one of Gemini CLI
    private readonly string[] _fields = [.. codecs.Inbound.Select(c => c.Description.KeyHeader).Append("x-goog-api-key").Distinct(StringComparer.OrdinalIgnoreCase)];
    private readonly byte[]? _key = DigestOf(options.Value.ApiKey);
    private readonly byte[]? _adminKey = DigestOf(options.Value.AdminKey);

    /// <summary>Gets a value indicating whether there is a gateway key.</summary>
    public bool HasKey => _key is not null;

    /// <summary>Gets a value indicating whether the admin routes have a key of their own.</summary>
    public bool HasAdminKey => _adminKey is not null;

    /// <summary>Compares with the gateway key.</summary>
    /// <param name="headers">The header fields of the request.</param>
    public KeyMatch MatchCaller(IHeaderDictionary headers) => _key is null ? KeyMatch.Missing : Match(headers, _key);

    /// <summary>Compares with the admin key, or with the gateway key if there is no admin key.</summary>
    /// <param name="headers">The header fields of the request.</param>
    public KeyMatch MatchAdmin(IHeaderDictionary headers)
    {
        if (_adminKey is null)
        {
            return MatchCaller(headers);
        }

        var match = Match(headers, _adminKey);
        // both keys are always compared, so the time does not show which one matched
        var isCaller = Match(headers, _key ?? _adminKey) == KeyMatch.Right & _key is not null;
        return match == KeyMatch.Wrong && isCaller ? KeyMatch.OtherKey : match;
    }

    private KeyMatch Match(IHeaderDictionary headers, byte[] digest)
    {
        var (isMissing, matches) = (true, false);
        foreach (var field in _fields)
        {
            matches |= Matches(headers[field], digest, ref isMissing);
        }

        return matches ? KeyMatch.Right : isMissing ? KeyMatch.Missing : KeyMatch.Wrong;
    }

    private static byte[]? DigestOf(string? key) => string.IsNullOrEmpty(key) ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static ReadOnlySpan<char> WithoutScheme(string value)
    {
        var credential = value.AsSpan().Trim();
        return credential.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? credential["Bearer ".Length..].Trim() : credential;
    }

    private static bool Matches(StringValues values, byte[] digest, ref bool isMissing)
    {
        var matches = false;
        foreach (var value in values)
        {
            if (!string.IsNullOrEmpty(value))
            {
                isMissing = false;
                matches |= IsKey(WithoutScheme(value), digest);
            }
        }

        return matches;
    }

    private static bool IsKey(ReadOnlySpan<char> credential, byte[] expected)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(credential.Length));
        try
        {
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes.AsSpan(0, Encoding.UTF8.GetBytes(credential, bytes)), digest);
            return CryptographicOperations.FixedTimeEquals(digest, expected);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }
}
