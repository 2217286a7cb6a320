namespace RouterMaestro.Cli;

/// <summary>What the command-line library does not do with the arguments.</summary>
internal static class Arguments
{
    /// <summary>Rewrites the spellings that the library does not know.</summary>
    public static string[] Normalize(string[] args) => args is ["-v", .. var rest] ? ["--version", .. rest] : args;

    /// <summary>Tells whether help was asked for, as opposed to an option that does not exist: the library ends alike.</summary>
    public static bool AskForHelp(string[] args) =>
        args.TakeWhile(argument => argument != "--").Any(argument => argument is "--help" or "-h");
}
