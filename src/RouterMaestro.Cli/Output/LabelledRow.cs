using Spectre.Console;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints a value behind its label; what does not fit into the line goes on below the value.</summary>
internal static class LabelledRow
{
    private const int LabelWidth = 11;

    /// <summary>Prints a path or an address, which is there to be copied, in one line.</summary>
    /// <param name="output">The output.</param>
    /// <param name="label">The label.</param>
    /// <param name="text">The text.</param>
    public static void PrintWhole(TextWriter output, string label, string text) => output.WriteLine(label.PadRight(LabelWidth) + text);

    /// <summary>Prints a row.</summary>
    /// <param name="console">The console.</param>
    /// <param name="label">The label; empty if the row goes on with the one above.</param>
    /// <param name="markup">The value, with Spectre's markup.</param>
    public static void Print(IAnsiConsole console, string label, FormattableString markup)
    {
        var row = new Grid();
        row.AddColumn(new GridColumn().Width(LabelWidth).Padding(0, 0)).AddColumn(new GridColumn().Padding(0, 0));
        row.AddRow(new Text(label), Markup.FromInterpolated(markup));
        console.Write(row);
    }
}
