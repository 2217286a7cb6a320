using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Shell;
using Tomlyn;
using Tomlyn.Model;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Finds settings of clients that point to another gateway than this user has.</summary>
internal sealed class ClientFilesCheck(KnownGateways gateways, CliEnvironment environment) : IDoctorCheck
{
    private static readonly JsonDocumentOptions _lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public string Group => "Clients";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var findings = Files().DistinctBy(file => file.Path).Where(file => File.Exists(file.Path)).SelectMany(Read).ToList();
        return Task.FromResult<IReadOnlyList<Finding>>(findings.Count > 0 ? findings : [Finding.Note("Settings", "No settings of Claude Code, Codex, opencode or Gemini CLI name a gateway.")]);
    }

    private IEnumerable<ClientFile> Files()
    {
        var home = environment.NonBlank(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var here = Directory.GetCurrentDirectory();
        var claude = environment.NonBlank("CLAUDE_CONFIG_DIR") ?? Path.Combine(home, ".claude");
        yield return new("Claude Code", "claude-code", Path.Combine(claude, "settings.json"), ClaudeCode);
        yield return new("Claude Code", "claude-code", Path.Combine(here, ".claude", "settings.json"), ClaudeCode);
        yield return new("Claude Code", "claude-code", Path.Combine(here, ".claude", "settings.local.json"), ClaudeCode);
        yield return new("Codex", "codex", Path.Combine(environment.NonBlank("CODEX_HOME") ?? Path.Combine(home, ".codex"), "config.toml"), Codex);
        foreach (var folder in new[] { Path.Combine(environment.NonBlank("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"), "opencode"), here })
        {
            yield return new("opencode", "opencode", Path.Combine(folder, "opencode.json"), OpenCode);
            yield return new("opencode", "opencode", Path.Combine(folder, "opencode.jsonc"), OpenCode);
        }

        yield return new("Gemini CLI", Command: null, Path.Combine(home, ".gemini", ".env"), Gemini);
    }

    private IEnumerable<Finding> Read(ClientFile file)
    {
        string[] addresses;
        try
        {
            addresses = [.. file.AddressesIn(File.ReadAllText(file.Path))];
        }
        catch (Exception exception) when (exception is JsonException or TomlException or InvalidOperationException)
        {
            return [Finding.Warning(file.Client, $"{file.Path} is not valid, so that {file.Client} may ignore it.", $"correct {file.Path}.")];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [Finding.Warning(file.Client, $"{file.Path} cannot be read.", "let this user read it.")];
        }

        return addresses.Select(address => Describe(file, address));
    }

    private Finding Describe(ClientFile file, string address) =>
        UrlText.Parse(address) is { } uri && gateways.Find(uri) is { } context
            ? Finding.Ok(file.Client, $"{file.Path} names {UrlText.Origin(uri)}, the gateway of the context '{context}'")
            : Finding.Warning(
                file.Client,
                $"{file.Path} names {UrlText.Origin(address)}, which is no gateway of yours.",
                file.Command is { } command ? $"'{ProductInfo.Name} config {command}' sets it to {gateways.LocalAddress}, unless it is intended." : $"set it to {gateways.LocalAddress}, unless it is intended.");

    private static IEnumerable<string> ClaudeCode(string text) => Texts(Json(text)["env"]?["ANTHROPIC_BASE_URL"]);

    private static IEnumerable<string> OpenCode(string text) =>
        Json(text)["provider"] is JsonObject providers ? providers.SelectMany(provider => Texts(provider.Value?["options"]?["baseURL"])) : [];

    // only the provider that is chosen is called
    private static IEnumerable<string> Codex(string text) =>
        TomlSerializer.Deserialize<TomlTable>(text) is { } root
        && root.TryGetValue("model_provider", out var chosen) && chosen is string name
        && root.TryGetValue("model_providers", out var all) && all is TomlTable providers
        && providers.TryGetValue(name, out var found) && found is TomlTable provider
        && provider.TryGetValue("base_url", out var value) && value is string address
            ? [address]
            : [];

    private static IEnumerable<string> Gemini(string text) => text.Split('\n')
        .Select(line => line.Trim().Split('=', 2))
        .Where(pair => pair is ["GOOGLE_GEMINI_BASE_URL", { Length: > 0 }])
        .Select(pair => pair[1].Trim().Trim('"', '\''));

    private static JsonNode Json(string text) => JsonNode.Parse(text, documentOptions: _lenient) ?? new JsonObject();

    private static IEnumerable<string> Texts(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var address) && address.Length > 0 ? [address] : [];

    /// <summary>A file of settings.</summary>
    /// <param name="Client">The client.</param>
    /// <param name="Command">The client's name for <c>config</c>; null if that does not know it.</param>
    /// <param name="Path">The file.</param>
    /// <param name="AddressesIn">Finds the addresses that are called.</param>
    private sealed record ClientFile(string Client, string? Command, string Path, Func<string, IEnumerable<string>> AddressesIn);
}
