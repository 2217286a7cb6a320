using System.Text;
using System.Text.Json;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>A short-lived token for Copilot's API, as <c>/copilot_internal/v2/token</c> returns it.</summary>
/// <param name="Secret">The token.</param>
/// <param name="ExpiresAt">The time at which it expires.</param>
/// <param name="Endpoint">The address for which it is valid; null if none is named.</param>
internal sealed record CopilotToken(string Secret, DateTimeOffset ExpiresAt, string? Endpoint)
{
    // what GitHub's own tokens live; a response without a time is no reason to fail
    private static readonly TimeSpan _usualLife = TimeSpan.FromMinutes(25);

    /// <summary>Reads the response.</summary>
    /// <param name="body">The body.</param>
    /// <param name="now">The present time.</param>
    /// <returns>The token; null if the response holds none.</returns>
    public static CopilotToken? Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "token") is not { Length: > 0 } secret)
            {
                return null;
            }

            return new(secret, ExpiryOf(root, secret, now), EndpointOf(root, secret));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset ExpiryOf(JsonElement root, string secret, DateTimeOffset now) =>
        Seconds(root, "expires_at") is { } expires ? DateTimeOffset.FromUnixTimeSeconds(expires)
        : long.TryParse(PartOf(secret, "exp"), out var stated) && stated is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(stated)
        : Seconds(root, "refresh_in") is { } wait ? now + TimeSpan.FromSeconds(Math.Min(wait, 86400)) + TimeSpan.FromMinutes(1)
        : now + _usualLife;

    // older answers have no endpoints, but the host of completions inside the token
    private static string? EndpointOf(JsonElement root, string secret)
    {
        if (root.TryGetProperty("endpoints", out var endpoints) && endpoints.ValueKind == JsonValueKind.Object && Text(endpoints, "api") is { Length: > 0 } api)
        {
            return api;
        }

        const string Proxy = "proxy.";
        return PartOf(secret, "proxy-ep") is { Length: > 0 } host
            ? "https://" + (host.StartsWith(Proxy, StringComparison.OrdinalIgnoreCase) ? "api." + host[Proxy.Length..] : host)
            : null;
    }

    private static string? PartOf(string secret, string name) => secret.Split(';')
        .Select(part => part.Split('=', 2))
        .FirstOrDefault(pair => pair is [var key, _] && key.Trim() == name)?[1];

    private static long? Seconds(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is > 0 and < 253402300800
            ? (long)seconds
            : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // a record would print the token
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("ExpiresAt = ").Append(ExpiresAt);
        return true;
    }
}
