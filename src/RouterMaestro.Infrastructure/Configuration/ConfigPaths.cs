namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>The paths of the gateway's files. A folder is created with the first file written to it.</summary>
/// <param name="ConfigDirectory">The folder of the files that users edit.</param>
/// <param name="DataDirectory">The folder of the gateway's own files.</param>
public sealed record ConfigPaths(string ConfigDirectory, string DataDirectory)
{
    private const string Folder = "router-maestro";

    /// <summary>Gets the file of the providers.</summary>
    public string ProvidersFile => Path.Combine(ConfigDirectory, "providers.json");

    /// <summary>Gets the file of the routing settings.</summary>
    public string PrioritiesFile => Path.Combine(ConfigDirectory, "priorities.json");

    /// <summary>Gets the file of the gateways that the command line calls, with their keys.</summary>
    public string ContextsFile => Path.Combine(ConfigDirectory, "contexts.json");

    /// <summary>Gets the file of the providers' keys.</summary>
    public string AuthFile => Path.Combine(DataDirectory, "auth.json");

    /// <summary>Gets the file of the named keys of callers, which holds their digests.</summary>
    public string KeysFile => Path.Combine(DataDirectory, "keys.json");

    /// <summary>Gets the file with the address of the running gateway.</summary>
    public string ServerFile => Path.Combine(DataDirectory, "server.json");

    /// <summary>Gets the file of the requests that were recorded.</summary>
    public string StatsFile => Path.Combine(DataDirectory, "stats.db");

    /// <summary>Gets all files.</summary>
    internal IEnumerable<string> Files => [ProvidersFile, PrioritiesFile, ContextsFile, AuthFile, KeysFile, ServerFile];

    /// <summary>
    /// Gets the folders of the current user: <c>XDG_CONFIG_HOME</c> and <c>XDG_DATA_HOME</c>, else <c>~/.config</c> and
    /// <c>~/.local/share</c>; on Windows both are in <c>LOCALAPPDATA</c>.
    /// </summary>
    /// <param name="environment">Reads an environment variable; null for those of the process.</param>
    public static ConfigPaths FromEnvironment(Func<string, string?>? environment = null) =>
        FromEnvironment(environment ?? Environment.GetEnvironmentVariable, OperatingSystem.IsWindows());

    internal static ConfigPaths FromEnvironment(Func<string, string?> environment, bool isWindows)
    {
        if (isWindows)
        {
            var local = environment("LOCALAPPDATA");
            local = string.IsNullOrEmpty(local) ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) : local;
            return new(Path.Combine(local, Folder), Path.Combine(local, Folder));
        }

        return new(
            Path.Combine(Base("XDG_CONFIG_HOME", ".config"), Folder),
            Path.Combine(Base("XDG_DATA_HOME", Path.Combine(".local", "share")), Folder));

        // a relative path is invalid by the specification of these variables
        string Base(string variable, string fallback) =>
            environment(variable) is { } path && Path.IsPathRooted(path) ? path : Path.Combine(Home(environment), fallback);
    }

    private static string Home(Func<string, string?> environment) =>
        environment("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
