using Spectre.Console;
using Spectre.Console.Rendering;

namespace RouterMaestro.Cli.Shell;

/// <summary>A console that reads its keys from the environment of the command, so that tests can press them.</summary>
internal sealed class KeyConsole : IAnsiConsole, IAnsiConsoleInput
{
    private readonly IAnsiConsole _console;
    private readonly CliEnvironment _environment;

    public KeyConsole(IAnsiConsole console, CliEnvironment environment)
    {
        (_console, _environment) = (console, environment);
        Profile.Capabilities.Interactive = true;
    }

    public Profile Profile => _console.Profile;

    public IAnsiConsoleCursor Cursor => _console.Cursor;

    public IAnsiConsoleInput Input => this;

    public IExclusivityMode ExclusivityMode => _console.ExclusivityMode;

    public RenderPipeline Pipeline => _console.Pipeline;

    public void Clear(bool home) => _console.Clear(home);

    public void Write(IRenderable renderable) => _console.Write(renderable);

    public void WriteAnsi(Action<AnsiWriter> action) => _console.WriteAnsi(action);

    public bool IsKeyAvailable() => true;

    public ConsoleKeyInfo? ReadKey(bool intercept) => _environment.ReadKey();

    public async Task<ConsoleKeyInfo?> ReadKeyAsync(bool intercept, CancellationToken cancellationToken) =>
        await Task.Run(_environment.ReadKey, CancellationToken.None).WaitAsync(cancellationToken);
}
