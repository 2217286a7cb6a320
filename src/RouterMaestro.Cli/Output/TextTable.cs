using RouterMaestro.Cli.Shell;
using Spectre.Console;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints rows under titles. Ids are there to be copied, so that one column alone gives way on a narrow terminal.</summary>
internal sealed class TextTable(IAnsiConsole console, CliEnvironment environment)
{
    private const int Gap = 2;
    private const int Narrowest = 8;

    /// <summary>Prints a table.</summary>
    /// <param name="titles">The titles of the columns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="elastic">The column that is cut where the terminal is too narrow.</param>
    public void Print(string[] titles, IReadOnlyCollection<string[]> rows, int elastic)
    {
        var widths = titles.Select((title, column) => Math.Max(title.Length, rows.Max(row => row[column].Length))).ToArray();
        var excess = widths.Sum() + (Gap * (widths.Length - 1)) - console.Profile.Width;
        if (excess > 0)
        {
            widths[elastic] = Math.Max(Math.Min(widths[elastic], Narrowest), widths[elastic] - excess);
        }

        foreach (var row in rows.Prepend(titles))
        {
            environment.Out.WriteLine(string.Join(new string(' ', Gap), row.Select((cell, column) => Fit(cell, widths[column]))).TrimEnd());
        }
    }

    private static string Fit(string cell, int width) => cell.Length <= width ? cell.PadRight(width) : cell[..(width - 1)] + "…";
}
