using Spectre.Console;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints a value behind its label; what does not fit into the line goes on below the value.</summary>
internal static class LabelledRow
{
    private const int LabelWidth = 11;

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
