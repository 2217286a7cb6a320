namespace RouterMaestro.Cli.Shell;

/// <summary>The codes that the program ends with.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>The command was written wrongly, so that nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>A command ended by SIGTERM before it was done.</summary>
    public const int Terminated = 143;
}
