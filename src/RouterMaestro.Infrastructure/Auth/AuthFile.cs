using System.Text;
using System.Text.Json;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Auth;

/// <summary>The providers' keys and logins in <c>auth.json</c>. Entries of other types are ignored.</summary>
/// <param name="Keys">The keys by provider id; ids are compared without case.</param>
/// <param name="Logins">The logins by provider id; ids are compared without case.</param>
/// <param name="Problems">The problems found in the file.</param>
internal sealed record AuthFile(
    IReadOnlyDictionary<string, string> Keys, IReadOnlyDictionary<string, StoredLogin> Logins, EquatableArray<ConfigProblem> Problems)
{
    /// <summary>The file's name.</summary>
    public const string Name = "auth.json";

    /// <summary>Gets the content that applies without a file.</summary>
    public static AuthFile None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, StoredLogin>(), []);

    /// <summary>Reads the file's root.</summary>
    /// <param name="root">The root; null when there is none.</param>
    /// <param name="errors">Collects the errors.</param>
    public static AuthFile Read(ConfigNode? root, ConfigErrors errors)
    {
        var keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var logins = new Dictionary<string, StoredLogin>(StringComparer.OrdinalIgnoreCase);
        foreach (var (provider, entry) in root?.Members() ?? [])
        {
            if (!entry.Is(JsonValueKind.Object, "an object"))
            {
                continue;
            }

            var type = entry.Text("type");
            if (type is null or "api" && entry.Text("key")?.Trim() is { Length: > 0 } key)
            {
                keys.TryAdd(provider, key);
            }
            else if (type == "oauth" && ReadLogin(entry) is { } login)
            {
                logins.TryAdd(provider, login);
            }
        }

        return new(keys, logins, errors.Problems.ToEquatableArray());
    }

    private static StoredLogin? ReadLogin(ConfigNode entry) => entry.Text("refresh")?.Trim() is not { Length: > 0 } token ? null : new(token)
    {
        Access = entry.Text("access")?.Trim() is { Length: > 0 } access ? access : null,
        ExpiresAt = entry.Find("expires") is { Json.ValueKind: JsonValueKind.Number } expires && expires.Json.TryGetDouble(out var seconds)
            ? TimeOf(seconds)
            : DateTimeOffset.UnixEpoch,
        ApiEndpoint = entry.Text("api_endpoint")?.Trim() is { Length: > 0 } endpoint ? endpoint : null,
    };

    private static DateTimeOffset TimeOf(double seconds) =>
        DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(seconds, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

    // a record would print the keys
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Keys = ").Append(Keys.Count).Append(", Logins = ").Append(Logins?.Count);
        return true;
    }
}
