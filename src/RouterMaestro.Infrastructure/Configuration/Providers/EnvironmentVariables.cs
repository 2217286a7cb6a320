namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>The environment variables, registered only if the host allows reading them.</summary>
/// <param name="read">Reads a variable.</param>
internal sealed class EnvironmentVariables(Func<string, string?> read)
{
    /// <summary>The name that stands for the file in problems of the environment.</summary>
    public const string Name = "environment";

    /// <summary>Gets a variable's value; null if it is absent or blank.</summary>
    /// <param name="name">The variable's name.</param>
    public string? Find(string name) => read(name)?.Trim() is { Length: > 0 } value ? value : null;
}
