namespace RouterMaestro.Cli.Shell;

/// <summary>A command was used wrongly: shown as one line, with an exit code of its own.</summary>
internal sealed class WrongUsageException(string message) : Exception(message);
