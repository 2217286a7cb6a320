using System.Globalization;

namespace RouterMaestro.Cli.Stats;

/// <summary>Puts numbers of requests into five levels: none, and four with about as many cells each.</summary>
internal sealed class HeatScale
{
    /// <summary>The number of levels.</summary>
    public const int Levels = 5;

    // grey, then greens of the 256 colours (238, 22, 28, 34 and 40), which differ in brightness too
    private static readonly string[] _colors = ["#444444", "#005f00", "#008700", "#00af00", "#00d700"];

    private readonly long[] _limits;

    /// <param name="counts">The numbers of all cells.</param>
    public HeatScale(IEnumerable<long> counts)
    {
        long[] sorted = [.. counts.Where(count => count > 0).Order()];
        _limits = sorted.Length == 0 ? [] : [.. Enumerable.Range(1, Levels - 1).Select(level => sorted[((sorted.Length * level) + Levels - 2) / (Levels - 1) - 1]).Distinct()];
    }

    /// <summary>Draws a cell.</summary>
    /// <param name="count">The number.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="isColored">Whether in colours; otherwise in ASCII.</param>
    public string Draw(long count, int width, bool isColored) => Cell(LevelOf(count), width, isColored);

    /// <summary>Draws the legend.</summary>
    /// <param name="isColored">Whether in colours; otherwise in ASCII.</param>
    public string Legend(bool isColored)
    {
        var ranges = _limits.Select((limit, index) => (Level: LevelOf(limit), From: index == 0 ? 1 : _limits[index - 1] + 1, To: limit));
        return string.Join("  ", ranges
            .Select(range => $"{Cell(range.Level, 1, isColored)} {(range.From == range.To ? Text(range.To) : $"{Text(range.From)}-{Text(range.To)}")}")
            .Prepend($"{Cell(0, 1, isColored)} none"));
    }

    private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Cell(int level, int width, bool isColored) => isColored
        ? $"[{_colors[level]}]{"■".PadRight(width)}[/]"
        : ".-+*#"[level].ToString().PadRight(width);

    // with fewer different numbers than levels, the highest ones are used
    private int LevelOf(long count) => count <= 0 ? 0 : Levels - _limits.Length + Math.Max(0, Array.FindIndex(_limits, limit => count <= limit));
}
