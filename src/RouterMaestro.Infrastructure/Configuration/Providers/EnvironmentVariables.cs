namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>The environment, where the host lets it be read.</summary>
/// <param name="read">Reads a variable.</param>
internal sealed class EnvironmentVariables(Func<string, string?> read)
{
    /// <summary>What problems with the environment name as their file.</summary>
    public const string Name = "environment";

    /// <summary>Finds a variable; blank counts as absent.</summary>
    /// <param name="name">The variable's name.</param>
    public string? Find(string name) => read(name)?.Trim() is { Length: > 0 } value ? value : null;
}
