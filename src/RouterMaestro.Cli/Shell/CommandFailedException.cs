namespace RouterMaestro.Cli.Shell;

/// <summary>A command cannot do what it was asked, for a reason that its user can act on: shown as one line, without a stack.</summary>
internal sealed class CommandFailedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Gets whether the gateway cannot be reached, which may pass.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>Gets whether the gateway refuses the key that the command has sent, or misses one.</summary>
    public bool IsKeyRefused { get; init; }

    /// <summary>Gets the code of the gateway's error; null if it has none, or if the gateway is not the reason.</summary>
    public string? Code { get; init; }
}
