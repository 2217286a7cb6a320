using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Logins;

/// <summary>Finds the tokens in the files of editors and of gh.</summary>
internal sealed class EditorTokens(CliEnvironment environment) : ITokenSource
{
    public async Task<IReadOnlyList<FoundToken>> FindAsync(CancellationToken cancellationToken)
    {
        List<FoundToken> found = [];
        foreach (var (name, path) in Files())
        {
            try
            {
                found.AddRange(await TokenFiles.ReadAsync(path, name, cancellationToken));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
            {
                // nobody named this file, so that nobody has to correct it
            }
        }

        return found;
    }

    private IEnumerable<(string Name, string Path)> Files()
    {
        if (FolderOf("LOCALAPPDATA", [], "XDG_CONFIG_HOME") is { } config)
        {
            yield return ("apps.json", Path.Combine(config, "github-copilot", "apps.json"));
            yield return ("hosts.json", Path.Combine(config, "github-copilot", "hosts.json"));
        }

        if (environment.NonBlank("GH_CONFIG_DIR") is { } own)
        {
            yield return ("hosts.yml", Path.Combine(own, "hosts.yml"));
        }
        else if (FolderOf("APPDATA", ["GitHub CLI"], "XDG_CONFIG_HOME", "gh") is { } gh)
        {
            yield return ("hosts.yml", Path.Combine(gh, "hosts.yml"));
        }
    }

    private string? FolderOf(string windows, string[] windowsParts, string other, params string[] parts)
    {
        if (OperatingSystem.IsWindows())
        {
            return environment.NonBlank(windows) is { } data ? Path.Combine([data, .. windowsParts]) : null;
        }

        return environment.NonBlank(other) is { } config && Path.IsPathRooted(config) ? Path.Combine([config, .. parts])
            : environment.NonBlank("HOME") is { } home ? Path.Combine([home, ".config", .. parts])
            : null;
    }
}
