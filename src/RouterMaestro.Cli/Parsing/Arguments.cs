using RouterMaestro.Cli.Commands.Clients;

namespace RouterMaestro.Cli.Parsing;

/// <summary>What the command-line library does not do with the arguments.</summary>
internal static class Arguments
{
    /// <summary>Rewrites the spellings that the library does not know: it cannot hold an argument beside sub-commands.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="canAsk">Whether a person can be asked for what is missing.</param>
    public static string[] Normalize(string[] args, bool canAsk = false) => args switch
    {
        ["config"] when canAsk => ["config", ConfigCommands.ChooseName],
        ["-v", .. var rest] => ["--version", .. rest],
        ["model", "priority", var next, .. var rest] when IsModelOrOption(next) => ["model", "priority", "add", next, .. rest],
        ["run", .. var rest] when GlobalSwitches.IndexOfClient(rest) is >= 0 and var client => ["run", .. rest[..(client + 1)], "--", .. rest[(client + 1)..]],
        _ => args,
    };

    /// <summary>Gets the command of a group that may be left out before a model; null if all must be written.</summary>
    /// <param name="groups">The words of the group.</param>
    public static string? ImpliedIn(IReadOnlyList<string> groups) => groups is ["model", "priority"] ? "add" : null;

    // no sub-command has a slash in it, and no model goes without
    private static bool IsModelOrOption(string argument) =>
        argument.StartsWith('-') ? argument is not ("-h" or "--help") : argument.Contains('/', StringComparison.Ordinal);
}
