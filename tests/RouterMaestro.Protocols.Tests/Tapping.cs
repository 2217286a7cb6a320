using System.Text;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tests;

/// <summary>Passes frames through a tap and writes down what the tap says.</summary>
internal static class Tapping
{
    /// <summary>Inspects frames, each an event name and data separated by a bar, or data alone.</summary>
    /// <returns>A line for each frame: what stands in the model's place, then the flags.</returns>
    public static List<string> Inspect(IStreamTap tap, params string[] frames) => [.. frames.Select(frame => Inspect(tap, frame))];

    private static string Inspect(IStreamTap tap, string frame)
    {
        var bar = frame.IndexOf('|', StringComparison.Ordinal);
        var data = Encoding.UTF8.GetBytes(frame[(bar + 1)..]);
        var verdict = tap.Inspect(Encoding.UTF8.GetBytes(frame[..Math.Max(0, bar)]), data);
        var words = new[]
        {
            Encoding.UTF8.GetString(data, verdict.Model.Start, verdict.Model.Length),
            verdict.IsContent ? "content" : "",
            verdict.IsTerminal ? "terminal" : "",
            verdict.IsFailure ? "failure" : "",
            verdict.IsWithheld ? "withheld" : "",
        };
        return string.Join(' ', words.Where(w => w.Length > 0));
    }
}
