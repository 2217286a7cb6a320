using System.Globalization;

namespace RouterMaestro.Cli.Output;

/// <summary>Writes numbers of things.</summary>
internal static class Quantity
{
    /// <summary>Returns a number with its noun: <c>1 model</c>, <c>2 models</c>.</summary>
    /// <param name="count">The number.</param>
    /// <param name="noun">The noun, of which more are written with an s.</param>
    public static string Of(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
