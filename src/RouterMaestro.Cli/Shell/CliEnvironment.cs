namespace RouterMaestro.Cli.Shell;

/// <summary>What a command sees of the process that it runs in; tests give their own.</summary>
/// <param name="Out">Takes the answers.</param>
/// <param name="Error">Takes the complaints.</param>
/// <param name="IsTerminal">Whether a person reads the answers, so that colours and masks make sense.</param>
/// <param name="Variable">Reads an environment variable.</param>
internal sealed record CliEnvironment(TextWriter Out, TextWriter Error, bool IsTerminal, Func<string, string?> Variable)
{
    /// <summary>Gets how standard input is opened, for commands that read bytes.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Gets how standard output is opened, for commands that write bytes as they are.</summary>
    public Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    /// <summary>Gets the surroundings of this process.</summary>
    public static CliEnvironment OfProcess() =>
        new(Console.Out, Console.Error, !Console.IsOutputRedirected, Environment.GetEnvironmentVariable);

    /// <summary>Reads an environment variable; null when it is absent or blank.</summary>
    public string? NonBlank(string variable) =>
        Variable(variable)?.Trim() is { Length: > 0 } value ? value : null;
}
