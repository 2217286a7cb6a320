using System.Runtime.InteropServices;

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

    /// <summary>Gets a value indicating whether a person can be asked.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Gets a value indicating whether lines on standard error can change, as on a terminal.</summary>
    public bool CanAnimate { get; init; }

    /// <summary>Gets how a page is opened for the person.</summary>
    public Action<Uri> OpenPage { get; init; } = Browser.Open;

    /// <summary>Gets a value indicating whether confirmations and notes are left out.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Gets a value indicating whether errors are shown with their causes and stacks.</summary>
    public bool IsDebug { get; init; }

    /// <summary>Gets a value indicating whether answers may have colours: on a terminal, unless it is turned off.</summary>
    public bool HasColor { get; init; }

    /// <summary>Gets the context that the command is meant for; null for the current one of <c>contexts.json</c>.</summary>
    public string? ContextName { get; init; }

    /// <summary>Gets the clock of waits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Gets how a line is read from the person; null at the end of the input.</summary>
    public Func<string?> ReadLine { get; init; } = Console.In.ReadLine;

    /// <summary>Gets how a key is read from the person without showing it.</summary>
    public Func<ConsoleKeyInfo> ReadKey { get; init; } = static () => Console.ReadKey(intercept: true);

    /// <summary>Gets how the signals to this process are left to another one, given what forwards them, until the result is disposed.</summary>
    public Func<Action<PosixSignal>, IDisposable> LeaveSignals { get; init; } = static _ => new MemoryStream();

    /// <summary>Gets the folder in which the command was run.</summary>
    public string CurrentFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Gets how the program that runs is found, with the arguments that it needs to be this one.</summary>
    public Func<IReadOnlyList<string>> FindOwnCommand { get; init; } = OwnProgram.Command;

    /// <summary>Gets the surroundings of this process.</summary>
    public static CliEnvironment OfProcess() =>
        new(new GuardedWriter(Console.Out, isSilent: false), new GuardedWriter(Console.Error, isSilent: true), !Console.IsOutputRedirected, Environment.GetEnvironmentVariable)
        {
            CanAsk = !Console.IsInputRedirected,
            CanAnimate = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
        };

    /// <summary>Reads an environment variable; null when it is absent or blank.</summary>
    public string? NonBlank(string variable) =>
        Variable(variable)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>Reads standard input.</summary>
    /// <param name="read">Reads it.</param>
    /// <exception cref="CommandFailedException">It cannot be read.</exception>
    public async Task<T> ReadInputAsync<T>(Func<Stream, Task<T>> read)
    {
        try
        {
            await using var input = OpenInput();
            return await read(input);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException("Standard input cannot be read: is it a folder?", exception);
        }
    }

    /// <summary>Tells the person what was done, unless quiet.</summary>
    /// <param name="line">A sentence that is no data.</param>
    public void Tell(string line)
    {
        if (!IsQuiet)
        {
            Out.WriteLine(line);
        }
    }

    /// <summary>Tells the person on standard error what is worth knowing beside the data, unless quiet.</summary>
    /// <param name="line">A sentence that is neither a warning nor an error.</param>
    public void Note(string line)
    {
        if (!IsQuiet)
        {
            Error.WriteLine(line);
        }
    }
}
