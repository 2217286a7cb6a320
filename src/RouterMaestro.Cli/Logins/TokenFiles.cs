using System.Text.Json.Nodes;
using RouterMaestro.Cli.Documents;

namespace RouterMaestro.Cli.Logins;

/// <summary>
/// Reads files with GitHub tokens: <c>apps.json</c> and <c>hosts.json</c> of Copilot's plugins for Vim, Neovim, JetBrains and others, whose names
/// are <c>github.com</c> or <c>github.com:CLIENT_ID</c>, and <c>hosts.yml</c> of GitHub's gh 2, which may hold several users of a host.
/// </summary>
internal static class TokenFiles
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name for tokens of the file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FormatException">The file is not valid.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static async Task<IReadOnlyList<FoundToken>> ReadAsync(string path, string name, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new FormatException("is too large for a file of tokens");
        }

        var text = await File.ReadAllTextAsync(path, cancellationToken);
        var root = IsYaml(path) ? YamlTree.Parse(text) : JsonText.Parse(text);
        return [.. (root as JsonObject ?? []).SelectMany(entry => TokensOf(entry.Key, entry.Value as JsonObject ?? []))
            .DistinctBy(found => found.Token, StringComparer.Ordinal)
            .Select(found => new FoundToken(name, path, found.Host, found.Token) { Account = found.Account, File = path })];
    }

    private static bool IsYaml(string path) => Path.GetExtension(path) is ".yml" or ".yaml";

    private static IEnumerable<(string Host, string Token, string? Account)> TokensOf(string name, JsonObject entry)
    {
        var host = name.Split(':')[0];
        var user = JsonText.TextOf(entry["user"]);
        if (JsonText.TextOf(entry["oauth_token"]) is { } token)
        {
            yield return (host, token, user);
        }

        foreach (var (account, value) in entry["users"] as JsonObject ?? [])
        {
            if (JsonText.TextOf((value as JsonObject)?["oauth_token"]) is { } another)
            {
                yield return (host, another, account);
            }
        }
    }
}
