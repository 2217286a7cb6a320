using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>
/// Checks the gateway's keys. Every credential of a request is compared: Gemini CLI 0.61.0 in bearer mode sends Authorization
/// and x-goog-api-key, and Claude Code may send an OAuth bearer beside x-api-key. Digests are compared in constant time.
/// </summary>
internal sealed class ApiKeyGuard(IOptions<HttpApiOptions> options, CodecRegistry codecs)
{
    // the fields of every protocol that callers may use, and the one of Gemini CLI
    private readonly string[] _fields = [.. codecs.Inbound.Select(c => c.Description.KeyHeader).Append("x-goog-api-key").Distinct(StringComparer.OrdinalIgnoreCase)];
    private readonly byte[]? _key = DigestOf(options.Value.ApiKey);
    private readonly byte[]? _adminKey = DigestOf(options.Value.AdminKey);

    /// <summary>Returns the error for a caller without the key; null if the caller is accepted.</summary>
    /// <param name="headers">The header fields of the request.</param>
    public RouterError? CheckCaller(IHeaderDictionary headers) =>
        _key is null || Matches(headers, _key, out var isMissing) ? null : Unauthenticated("gateway key", isMissing);

    /// <summary>Returns the error for an operator without the key; null if the operator is accepted. If no admin key is set, the gateway key is checked.</summary>
    /// <param name="headers">The header fields of the request.</param>
    public RouterError? CheckOperator(IHeaderDictionary headers)
    {
        if (_adminKey is null)
        {
            return CheckCaller(headers);
        }

        var isOperator = Matches(headers, _adminKey, out var isMissing);
        // & instead of &&: both keys are always compared, so the time does not show which one matched
        var isCaller = _key is not null & Matches(headers, _key ?? _adminKey, out _);
        return isOperator ? null
            : isCaller ? new RouterError(RouterErrorKind.PermissionDenied, 403, "The gateway key does not open the admin routes: send the admin key.")
            : Unauthenticated("admin key", isMissing);
    }

    private bool Matches(IHeaderDictionary headers, byte[] digest, out bool isMissing)
    {
        isMissing = true;
        var matches = false;
        foreach (var field in _fields)
        {
            matches |= Matches(headers[field], digest, ref isMissing);
        }

        return matches;
    }

    private static RouterError Unauthenticated(string key, bool isMissing) => new(
        RouterErrorKind.Unauthenticated,
        401,
        isMissing ? $"The {key} is missing: send it as 'Authorization: Bearer KEY' or 'x-api-key: KEY'." : $"The {key} is wrong.");

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
