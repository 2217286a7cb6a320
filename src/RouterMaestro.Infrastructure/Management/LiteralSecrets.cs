using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>Finds keys that a caller wrote into an entry: the gateway accepts and stores references to secrets only.</summary>
internal static class LiteralSecrets
{
    private const string HeaderRule =
        "holds a secret: put the key into auth.json, or put the key into an environment variable of the gateway and name the variable in options.api_key_env";

    private static readonly HashSet<string> _members = new(StringComparer.OrdinalIgnoreCase)
    {
        "accesskey", "accesstoken", "apikey", "apisecret", "apitoken", "authorization", "authtoken", "bearer", "bearertoken", "clientsecret",
        "credential", "credentials", "key", "password", "privatekey", "refreshtoken", "secret", "secretkey", "token",
    };

    private static readonly string[] _endings = ["apikey", "accesskey", "secret", "secretkey", "token", "password", "credential", "credentials"];

    /// <summary>Returns the errors of an entry, each with its path and without the value.</summary>
    /// <param name="path">The path of the entry.</param>
    /// <param name="entry">The entry.</param>
    public static IEnumerable<string> Find(string path, JsonObject entry)
    {
        foreach (var (name, value) in entry)
        {
            if (name == "headers")
            {
                foreach (var header in (value as JsonObject ?? []).Where(IsSecret))
                {
                    yield return $"{path}.headers.{header.Key} {HeaderRule}";
                }
            }
            else
            {
                foreach (var error in FindIn($"{path}.{name}", name, value))
                {
                    yield return error;
                }
            }
        }
    }

    private static bool IsSecret(KeyValuePair<string, JsonNode?> header) => header.Value is not null
        && EntryRules.IsSecret(header.Key, header.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : null);

    private static IEnumerable<string> FindIn(string path, string name, JsonNode? value) => value switch
    {
        JsonObject members when !IsSecretName(name) => members.SelectMany(member => FindIn($"{path}.{member.Key}", member.Key, member.Value)),
        JsonArray items when !IsSecretName(name) => items.SelectMany((item, index) => item is JsonValue ? [] : FindIn($"{path}[{index}]", "", item)),
        _ => FindMember(path, name, value),
    };

    private static bool IsSecretName(string name)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return _members.Contains(plain) || _endings.Any(ending => plain.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> FindMember(string path, string name, JsonNode? value)
    {
        if (value is not null && IsSecretName(name) && !IsReference(value))
        {
            yield return $"{path} {EntryRules.KeyRule}";
        }
    }

    private static bool IsReference(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String && EntryRules.IsReference(value.GetValue<string>(), out _);
}
