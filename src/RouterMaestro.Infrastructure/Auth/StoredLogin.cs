using System.Text;

namespace RouterMaestro.Infrastructure.Auth;

/// <summary>A login at a provider, an entry of the type <c>oauth</c> in <c>auth.json</c>.</summary>
/// <param name="Token">The long-lived token, the member <c>refresh</c>.</param>
internal sealed record StoredLogin(string Token)
{
    /// <summary>Gets the short-lived token that was obtained last, the member <c>access</c>; null if there is none.</summary>
    public string? Access { get; init; }

    /// <summary>Gets the time at which the short-lived token expires, the member <c>expires</c> in seconds since 1970.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets the address for which the short-lived token is valid, the member <c>api_endpoint</c>; null if none was named.</summary>
    public string? ApiEndpoint { get; init; }

    // a record would print the tokens
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("ExpiresAt = ").Append(ExpiresAt);
        return true;
    }
}
