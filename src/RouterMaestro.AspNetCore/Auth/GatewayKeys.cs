using System.Buffers;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>
/// Compares the credentials of a request with the gateway's keys. Every credential is compared with every key: Gemini CLI 0.61.0 in bearer
/// mode sends Authorization and x-goog-api-key, and Claude Code may send an OAuth bearer beside x-api-key.
/// </summary>
/// <param name="options">The keys that the host sets.</param>
/// <param name="codecs">The protocols, which name the header fields.</param>
/// <param name="store">The named keys; null if there are none.</param>
internal sealed class GatewayKeys(IOptions<HttpApiOptions> options, CodecRegistry codecs, IGatewayKeyStore? store = null)
{
    // a shorter credential, such as the "test" of a client that needs none, may be a part of any text
    private const int MinCredential = 16;

    private static readonly SearchValues<char> _keyCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    // the fields of every protocol, and the one of Gemini CLI
    private readonly string[] _fields =
    [
        .. codecs.Inbound.SelectMany(c => c.Description.CallerKeyHeaders.Prepend(c.Description.KeyHeader)).Append("x-goog-api-key").Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    private readonly KeyDigest? _key = DigestOf(options.Value.ApiKey);
    private readonly KeyDigest? _adminKey = DigestOf(options.Value.AdminKey);
    private readonly string[] _texts = [.. new[] { options.Value.ApiKey, options.Value.AdminKey }.Where(key => !string.IsNullOrEmpty(key)).Distinct()!];
    private volatile NamedKeys _named = NamedKeys.None;

    /// <summary>Gets a value indicating whether callers need a key. Without any key in it, a store lets nobody call.</summary>
    public bool HasKeys => _key is not null || HasStore;

    /// <summary>Gets a value indicating whether there may be named keys.</summary>
    public bool HasStore => store is not null;

    /// <summary>Gets a value indicating whether the admin routes have a key.</summary>
    public bool HasAdminKey => _adminKey is not null;

    /// <summary>Gets a value indicating whether the gateway key is the admin key too.</summary>
    public bool IsOneKey => _key is { } key && _adminKey is { } adminKey && key.Equals(adminKey);

    /// <summary>Compares with the gateway key and the named keys.</summary>
    /// <param name="headers">The header fields of the request.</param>
    public KeyResult MatchCaller(IHeaderDictionary headers)
    {
        var found = Find(headers);
        return found.Named is { } named ? new(KeyMatch.Right, named)
            : found.IsGatewayKey ? new(KeyMatch.Right, KeyIdentity.Gateway)
            : found.RefusedBecause(KeyMatch.Wrong);
    }

    /// <summary>Compares with the admin key.</summary>
    /// <param name="headers">The header fields of the request.</param>
    public KeyResult MatchAdmin(IHeaderDictionary headers)
    {
        var found = Find(headers);
        return found.IsAdminKey ? new(KeyMatch.Right, KeyIdentity.Admin)
            : found.RefusedBecause(found.IsGatewayKey || found.Named is not null ? KeyMatch.OtherKey : KeyMatch.Wrong);
    }

    /// <summary>Returns whether a text holds a key of the gateway, or a credential that the request itself sends to the gateway.</summary>
    /// <param name="text">The text.</param>
    /// <param name="headers">The header fields of the request.</param>
    public bool IsIn(string text, IHeaderDictionary headers)
    {
        foreach (var key in _texts)
        {
            if (text.Contains(key, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return text.Length >= MinCredential && (IsGenerated(text) || HoldsCredential(text, headers));
    }

    /// <summary>Returns whether a text is a key of the gateway. Named keys are known by their digests alone.</summary>
    /// <param name="text">The text, which may begin with a scheme.</param>
    public bool IsKey(string text)
    {
        if (text.Length == 0)
        {
            return false;
        }

        var digest = KeyDigest.Of(WithoutScheme(text));
        return (_key is { } key && key.Equals(digest)) || (_adminKey is { } adminKey && adminKey.Equals(digest)) || Named().Find(digest) is not null;
    }

    private static bool IsGenerated(string text) =>
        text.IndexOf(RandomKey.Prefix, StringComparison.Ordinal) is var at and >= 0
        && text.AsSpan(at + RandomKey.Prefix.Length) is { Length: >= MinCredential } rest && !rest[..MinCredential].ContainsAnyExcept(_keyCharacters);

    private static KeyDigest? DigestOf(string? key) => string.IsNullOrEmpty(key) ? null : KeyDigest.Of(key);

    private static ReadOnlySpan<char> WithoutScheme(string value)
    {
        var credential = value.AsSpan().Trim();
        return credential.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? credential["Bearer ".Length..].Trim() : credential;
    }

    private NamedKeys Named() => store is null ? NamedKeys.None : _named = NamedKeys.Of(store.Keys, _named);

    private bool HoldsCredential(string text, IHeaderDictionary headers)
    {
        foreach (var field in _fields)
        {
            foreach (var value in headers[field])
            {
                if (value is { Length: >= MinCredential } && WithoutScheme(value) is { Length: >= MinCredential } credential && text.AsSpan().Contains(credential, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private Credentials Find(IHeaderDictionary headers)
    {
        var named = Named();
        var found = default(Credentials);
        foreach (var field in _fields)
        {
            foreach (var value in headers[field])
            {
                if (!string.IsNullOrEmpty(value))
                {
                    // all are compared, so that the time does not show which one matched
                    var digest = KeyDigest.Of(WithoutScheme(value));
                    found.IsPresent = true;
                    found.IsGatewayKey |= _key is { } key && key.Equals(digest);
                    found.IsAdminKey |= _adminKey is { } adminKey && adminKey.Equals(digest);
                    found.Named = named.Find(digest) ?? found.Named;
                }
            }
        }

        return found;
    }

    /// <summary>What the credentials of a request are.</summary>
    private struct Credentials
    {
        public bool IsPresent;
        public bool IsGatewayKey;
        public bool IsAdminKey;
        public ClaimsPrincipal? Named;

        public readonly KeyResult RefusedBecause(KeyMatch match) => new(IsPresent ? match : KeyMatch.Missing);
    }
}
