using RouterMaestro.Cli.Shell;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RouterMaestro.Cli.Stats;

/// <summary>Renders reports to lines, in colours where a person sees them and wants them.</summary>
internal sealed class StatsScreen(IAnsiConsole console, CliEnvironment environment)
{
    /// <summary>Gets the number of columns.</summary>
    public int Width => console.Profile.Width;

    /// <summary>Gets the number of lines.</summary>
    public int Height => console.Profile.Height;

    /// <summary>Gets a value indicating whether reports may have colours.</summary>
    public bool HasColor => environment.HasColor;

    /// <summary>Renders parts below each other.</summary>
    /// <param name="isColored">Whether in colours.</param>
    /// <param name="parts">The parts.</param>
    /// <returns>The lines, without blanks at their ends.</returns>
    public IReadOnlyList<string> Render(bool isColored, params IEnumerable<IRenderable> parts)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var page = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = isColored ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isColored ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        page.Profile.Width = Width;
        foreach (var part in parts)
        {
            page.Write(part);
        }

        return [.. text.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())];
    }

    /// <summary>Prints lines.</summary>
    public void Print(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            environment.Out.WriteLine(line);
        }
    }
}
