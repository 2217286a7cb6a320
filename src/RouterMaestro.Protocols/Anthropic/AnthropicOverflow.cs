using System.Globalization;
using System.Text.RegularExpressions;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Says that a conversation is too long in the words by which Claude Code knows that it must compact.</summary>
internal static partial class AnthropicOverflow
{
    private const string Words = "prompt is too long";

    // smaller numbers are versions or positions, not token counts
    private const long Least = 256;

    /// <summary>Rewords a provider's message and keeps its numbers.</summary>
    /// <param name="message">The message, of any provider.</param>
    public static string Message(string message)
    {
        if (message.Contains(Words, StringComparison.OrdinalIgnoreCase))
        {
            return message;
        }

        var counts = Number().Matches(message).Select(m => Parse(m.Value)).Where(n => n >= Least).Distinct().OrderDescending().ToList();
        return counts switch
        {
            [var asked, var limit, ..] => string.Create(CultureInfo.InvariantCulture, $"{Words}: {asked} tokens > {limit} maximum"),
            [var limit] => string.Create(CultureInfo.InvariantCulture, $"{Words}: more than the {limit} tokens that are the maximum"),
            _ => $"{Words}: {message}",
        };
    }

    private static long Parse(string digits) =>
        long.TryParse(digits, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"(?<![\w.-])\d[\d,]*(?![\w-]|\.\d)")]
    private static partial Regex Number();
}
