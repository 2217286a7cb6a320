using RouterMaestro.Cli.Shell;
using Spectre.Console;

namespace RouterMaestro.Cli.Output;

/// <summary>Makes the console that the commands draw on.</summary>
internal static class Terminals
{
    // files and pipes have no edge to wrap at
    private const int UnlimitedWidth = 4096;

    public static IAnsiConsole Create(CliEnvironment environment)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(environment.Out),
            Ansi = environment.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = environment.HasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });

        if (!environment.IsTerminal)
        {
            console.Profile.Width = UnlimitedWidth;
        }

        return console;
    }
}
