using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Clients.Kinds;

/// <summary>The folders in which clients keep their files.</summary>
internal sealed class ClientPlaces(CliEnvironment environment, ConfigPaths paths)
{
    /// <summary>Gets the folder of the project.</summary>
    public string Project => environment.CurrentFolder;

    /// <summary>Gets the folder of the user.</summary>
    public string Home => environment.NonBlank(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Gets the file of a key for clients that can run no command.</summary>
    public string SecretFileOf(string client) => Path.Combine(paths.DataDirectory, "clients", client + ".key");

    /// <summary>Reads an environment variable; null when it is absent or blank.</summary>
    public string? Variable(string name) => environment.NonBlank(name);

    /// <summary>Returns a folder that a variable can move.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="segments">The folder below the home folder, where the variable is not set.</param>
    public string Folder(string variable, params ReadOnlySpan<string> segments) => Variable(variable) ?? Path.Combine([Home, .. segments]);

    /// <summary>Returns sentences about variables that override what is written.</summary>
    public IEnumerable<string> WarnOfVariables(string client, string effect, params string[] names) =>
        from name in names
        where Variable(name) is not null
        select $"The environment sets {name}, {effect} {client}: remove it from there.";
}
