using System.Buffers;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>Rules for provider entries from files and from code. Each returns an error, or null if the value is valid.</summary>
internal static class EntryRules
{
    public const string AddressRule = "must be an absolute http or https address without user name, query and fragment";

    private const int MaxIdLength = 100;

    private static readonly SearchValues<char> _tokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // these belong to the transport: a configured value would break the request or make the response unreadable
    private static readonly string[] _transportFields =
    [
        "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host", "keep-alive",
        "te", "trailer", "transfer-encoding", "upgrade",
    ];

    public static string? ErrorOfId(string id) =>
        string.IsNullOrWhiteSpace(id) ? "must not be blank"
        : id != id.Trim() ? "must not begin or end with a blank"
        : id.Contains('/') ? "must not contain a slash"
        : id.Any(char.IsControl) ? "must not contain control characters"
        : id.Length > MaxIdLength ? $"must not be longer than {MaxIdLength} characters"
        : null;

    public static string? ErrorOfModelId(string id) =>
        string.IsNullOrWhiteSpace(id) ? "must not be blank"
        : id != id.Trim() ? "must not begin or end with a blank"
        : id.Any(char.IsControl) ? "must not contain control characters"
        : null;

    public static string? ErrorOf(HeaderField field) =>
        field.Name.Length == 0 || field.Name.AsSpan().ContainsAnyExcept(_tokenCharacters) ? "is not the name of a header field"
        : _transportFields.Contains(field.Name, StringComparer.OrdinalIgnoreCase) ? "is a header field that the gateway sets itself"
        : IsFieldValue(field.Value) ? null
        : "must be printable ASCII";

    /// <summary>Returns whether a text is a valid value of a header field.</summary>
    public static bool IsFieldValue(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
