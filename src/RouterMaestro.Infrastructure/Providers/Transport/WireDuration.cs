using System.Globalization;
using System.Text.RegularExpressions;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>Reads and writes durations in OpenAI's header fields: <c>6m0s</c>, <c>1.5s</c>, <c>20ms</c>.</summary>
internal static partial class WireDuration
{
    // beyond this a wait makes no sense, and a TimeSpan might overflow
    private const double MaxSeconds = 30 * 24 * 3600;

    /// <summary>Reads a duration.</summary>
    /// <returns>The duration; null if the text is not a duration or means more than 30 days.</returns>
    public static TimeSpan? Read(string text)
    {
        var match = Whole().Match(text.Trim());
        if (!match.Success || match.Length == 0)
        {
            return null;
        }

        var seconds = (86_400 * Number(match, "d")) + (3600 * Number(match, "h")) + (60 * Number(match, "m")) + Number(match, "s") + (Number(match, "ms") / 1000);
        return seconds <= MaxSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Writes a duration, rounded up to seconds; a negative one is <c>0s</c>.</summary>
    public static string Write(TimeSpan span)
    {
        var seconds = Math.Max(0, (long)Math.Ceiling(span.TotalSeconds));
        var (minutes, remainder) = (seconds / 60, seconds % 60);
        var form = minutes >= 60 ? "{0}h{1}m{2}s" : minutes > 0 ? "{1}m{2}s" : "{2}s";
        return string.Format(CultureInfo.InvariantCulture, form, minutes / 60, minutes % 60, remainder);
    }

    private static double Number(Match match, string unit) =>
        match.Groups[unit] is { Success: true, Value: var digits } ? double.Parse(digits, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?:(?<d>\d{1,9})d)?(?:(?<h>\d{1,9})h)?(?:(?<m>\d{1,9})m(?!s))?(?:(?<s>\d{1,9}(?:\.\d{1,9})?)(?:s|$))?(?:(?<ms>\d{1,9}(?:\.\d{1,9})?)ms)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();
}
