using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace RouterMaestro.AspNetCore;

/// <summary>
/// Checks the gateway key. Every credential in a request is compared, since some clients send another one beside ours, and digests
/// are compared in constant time, so that neither time nor length tells anything about the key.
/// </summary>
internal sealed class ApiKeyGuard
{
    private readonly byte[]? _digest;

    public ApiKeyGuard(IOptions<HttpApiOptions> options) =>
        _digest = options.Value.ApiKey is { Length: > 0 } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key)) : null;

    /// <summary>Tells whether a request may pass.</summary>
    /// <param name="headers">The request's header fields.</param>
    /// <param name="isMissing">Whether there was no credential at all.</param>
    public bool Allows(IHeaderDictionary headers, out bool isMissing)
    {
        isMissing = true;
        return _digest is null
            | Matches(headers.Authorization, ref isMissing)
            | Matches(headers["x-api-key"], ref isMissing)
            | Matches(headers["x-goog-api-key"], ref isMissing);
    }

    private static ReadOnlySpan<char> WithoutScheme(string value)
    {
        var credential = value.AsSpan().Trim();
        return credential.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? credential["Bearer ".Length..].Trim() : credential;
    }

    private bool Matches(StringValues values, ref bool isMissing)
    {
        var matches = false;
        foreach (var value in values)
        {
            if (!string.IsNullOrEmpty(value))
            {
                isMissing = false;
                matches |= IsKey(WithoutScheme(value));
            }
        }

        return matches;
    }

    private bool IsKey(ReadOnlySpan<char> credential)
    {
        if (_digest is null)
        {
            return true;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(credential.Length));
        try
        {
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes.AsSpan(0, Encoding.UTF8.GetBytes(credential, bytes)), digest);
            return CryptographicOperations.FixedTimeEquals(digest, _digest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }
}
