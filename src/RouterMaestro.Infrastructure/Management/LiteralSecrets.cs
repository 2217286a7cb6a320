using System.Text.Json.Nodes;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>Finds keys that a caller wrote into an entry: the gateway accepts and stores references to secrets only.</summary>
internal static class LiteralSecrets
{
    private const string Advice = "put the key into an environment variable of the gateway and name the variable in options.api_key_env";

    private static readonly HashSet<string> _members = new(StringComparer.OrdinalIgnoreCase)
    {
        "accesskey", "accesstoken", "apikey", "apisecret", "apitoken", "authorization", "authtoken", "bearer", "bearertoken", "clientsecret",
        "credential", "credentials", "key", "password", "privatekey", "refreshtoken", "secret", "secretkey", "token",
    };

    private static readonly HashSet<string> _headers = new(StringComparer.OrdinalIgnoreCase)
    {
        "api-key", "authorization", "cookie", "proxy-authorization", "x-api-key", "x-goog-api-key",
    };

    /// <summary>Returns the errors of an entry, each with its path and without the value.</summary>
    /// <param name="path">The path of the entry.</param>
    /// <param name="entry">The entry.</param>
    public static IEnumerable<string> Find(string path, JsonObject entry)
    {
        foreach (var (name, value) in entry)
        {
            switch (name)
            {
                case "headers":
                    foreach (var header in (value as JsonObject ?? []).Where(header => header.Value is not null && _headers.Contains(header.Key)))
                    {
                        yield return $"{path}.headers.{header.Key} holds a secret: {Advice}";
                    }

                    break;
                case "options" when value is JsonObject options:
                    foreach (var error in FindMembers($"{path}.options", options))
                    {
                        yield return error;
                    }

                    break;
                default:
                    foreach (var error in FindMember(path, name, value))
                    {
                        yield return error;
                    }

                    break;
            }
        }
    }

    private static IEnumerable<string> FindMembers(string path, JsonObject members) => members.SelectMany(member => member.Value is JsonObject inner
        ? FindMembers($"{path}.{member.Key}", inner)
        : FindMember(path, member.Key, member.Value));

    private static IEnumerable<string> FindMember(string path, string name, JsonNode? value)
    {
        if (value is null)
        {
            yield break;
        }

        if (_members.Contains(name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)))
        {
            yield return $"{path}.{name} would be a secret in a file: {Advice}";
        }
        else if (name == "api_key_env" && value is JsonValue text && text.TryGetValue<string>(out var variable) && !IsVariable(variable.Trim()))
        {
            yield return $"{path}.{name} must be the name of an environment variable (letters, digits and underscores), not a key";
        }
    }

    private static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
