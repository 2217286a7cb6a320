using System.Buffers;
using System.Collections.Frozen;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Auth;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>Rules for provider entries from files and from code. Each returns an error, or null if the value is valid.</summary>
internal static class EntryRules
{
    public const string AddressRule = "must be an absolute http or https address without user name, query and fragment";

    /// <summary>The rule for a literal key, which follows the path of the member.</summary>
    public const string KeyRule =
        "would be a secret in a file: put the key into auth.json, or put the key into an environment variable of the gateway and "
        + "name the variable in options.api_key_env, or here as \"env:NAME\"";

    public const string VariableRule = "must be the name of an environment variable (letters, digits and underscores), not a key";

    private const string OwnFieldRule = "is a header field that the gateway sets itself";
    private const string VariablePrefix = "env:";
    private const int MaxIdLength = 100;

    // the gateway refuses longer names, so that no caller could ask for it
    private const int MaxModelIdLength = 256;
    private const int MinKeyLength = 20;

    private static readonly SearchValues<char> _tokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // these belong to the transport: a configured value would break the request or make the response unreadable
    private static readonly FrozenSet<string> _transportFields = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host", "keep-alive",
        "te", "trailer", "transfer-encoding", "upgrade");

    // parts of the names of header fields: X-Auth-Token, Ocp-Apim-Subscription-Key, cf-aig-authorization
    private static readonly HashSet<string> _secretWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "apikey", "auth", "authorization", "cookie", "credential", "credentials", "key", "password", "secret", "token",
    };

    // the paths of calls, the longer before what it ends with
    private static readonly string[] _endpoints =
    [
        "/chat/completions", "/messages/count_tokens", "/responses/input_tokens", "/responses/compact", "/messages", "/responses", "/embeddings", "/completions", "/models",
    ];

    private static readonly string[] _schemes = ["Bearer ", "Basic "];

    /// <summary>Returns the error of a base address that is the address of calls already; null if it is not.</summary>
    /// <param name="address">The address as it was written.</param>
    public static string? ErrorOfEndpoint(string address)
    {
        var written = address.Trim().TrimEnd('/');
        return Uri.TryCreate(written, UriKind.Absolute, out var uri)
            && Array.Find(_endpoints, path => uri.AbsolutePath.TrimEnd('/').EndsWith(path, StringComparison.OrdinalIgnoreCase)) is { } endpoint
                ? $"must end before '{endpoint}', which the gateway adds itself: {written[..^endpoint.Length].TrimEnd('/')}"
                : null;
    }

    public static string? ErrorOfId(string id) =>
        string.IsNullOrWhiteSpace(id) ? "must not be blank"
        : id != id.Trim() ? "must not begin or end with a blank"
        : id.Contains('/') ? "must not contain a slash"
        : id.Any(char.IsControl) ? "must not contain control characters"
        : id.Length > MaxIdLength ? $"must not be longer than {MaxIdLength} characters"
        : ProviderKeys.VariableFor(id) is { } variable && ProviderKeys.IsOwnVariable(variable) ? "is the name of the gateway itself"
        : null;

    public static string? ErrorOfModelId(string id) =>
        string.IsNullOrWhiteSpace(id) ? "must not be blank"
        : id != id.Trim() ? "must not begin or end with a blank"
        : id.Any(char.IsControl) ? "must not contain control characters"
        : id.Length > MaxModelIdLength ? $"must not be longer than {MaxModelIdLength} characters"
        : null;

    /// <summary>Returns the error of a header field in an entry.</summary>
    /// <param name="field">The field.</param>
    /// <param name="reserved">The fields that the module of the entry's type sets itself.</param>
    public static string? ErrorOf(HeaderField field, EquatableArray<string> reserved) =>
        field.Name.Equals(InboundCall.HopsHeader, StringComparison.OrdinalIgnoreCase) || reserved.Contains(field.Name, StringComparer.OrdinalIgnoreCase)
            ? OwnFieldRule
            : ErrorOf(field);

    public static string? ErrorOf(HeaderField field) =>
        field.Name.Length == 0 || field.Name.AsSpan().ContainsAnyExcept(_tokenCharacters) ? "is not the name of a header field"
        : _transportFields.Contains(field.Name) ? OwnFieldRule
        : IsFieldValue(field.Value) ? null
        : "must be printable ASCII";

    /// <summary>Returns whether a header field holds a secret, by its name or by the scheme of its value.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The value; null if it is not a text.</param>
    public static bool IsSecret(string name, string? value) =>
        name.Split('-', '_', '.').Any(_secretWords.Contains)
        || (value is not null && _schemes.Any(scheme => value.TrimStart().StartsWith(scheme, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Returns whether a text refers to an environment variable: <c>env:NAME</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variable">The name, which need not be valid.</param>
    public static bool IsReference(string text, out string variable)
    {
        var isReference = text.TrimStart().StartsWith(VariablePrefix, StringComparison.Ordinal);
        variable = isReference ? text.Trim()[VariablePrefix.Length..].Trim() : "";
        return isReference;
    }

    // no provider may get a key that opens the gateway. Many keys are made of the characters of a variable's name: they have small letters and
    // digits, and are long
    public static string? ErrorOfVariable(string name) =>
        ProviderKeys.IsOwnVariable(name) ? "must not be a variable of the gateway's own keys"
        : name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && !(name.Length >= MinKeyLength && name.Any(char.IsAsciiLetterLower) && name.Any(char.IsAsciiDigit))
            ? null
            : VariableRule;

    /// <summary>Returns the reason why a key cannot be sent in a header field; null if it can.</summary>
    public static string? ErrorOfKey(string key) =>
        IsFieldValue(key) ? null
        : key.AsSpan().ContainsAny('\r', '\n') ? "must not hold a line break"
        : "must be printable ASCII";

    /// <summary>Returns whether a text is a valid value of a header field.</summary>
    public static bool IsFieldValue(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
