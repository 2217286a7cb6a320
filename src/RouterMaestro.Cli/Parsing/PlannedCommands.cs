namespace RouterMaestro.Cli.Parsing;

/// <summary>
/// Commands that the documentation of the earlier Router-Maestro names and that this program does not have, each with what serves
/// instead. A command leaves this list when it is written.
/// </summary>
internal static class PlannedCommands
{
    private static readonly Dictionary<string, string> _advice = new(StringComparer.OrdinalIgnoreCase)
    {
        ["config"] = "docs/clients.md says how clients are set up",
        ["context"] = "contexts are changed in contexts.json by hand",
    };

    /// <summary>Gets what serves instead of a command that does not exist yet; null if it is not planned.</summary>
    /// <param name="words">The words of the command.</param>
    public static string? Find(IReadOnlyList<string> words) => _advice.GetValueOrDefault(string.Join(' ', words));
}
