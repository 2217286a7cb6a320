using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Completion;

/// <summary>The scripts that make shells ask this program for completions.</summary>
internal static class CompletionScript
{
    /// <summary>The shells, as the command names them.</summary>
    public static readonly IReadOnlyList<string> Shells = ["bash", "zsh", "fish", "powershell"];

    /// <summary>Reads the script of a shell.</summary>
    /// <param name="shell">The shell.</param>
    /// <exception cref="WrongUsageException">There is no script for it.</exception>
    public static string Of(string shell)
    {
        var name = shell is "pwsh" ? "powershell" : shell;
        using var stream = Shells.Contains(name) ? typeof(CompletionScript).Assembly.GetManifestResourceStream($"completion.{name}") : null;
        if (stream is null)
        {
            throw new WrongUsageException($"There are completions for {string.Join(", ", Shells)}, not for '{shell}'.");
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
