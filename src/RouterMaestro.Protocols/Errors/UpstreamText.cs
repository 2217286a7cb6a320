using System.Text;
using System.Text.RegularExpressions;

namespace RouterMaestro.Protocols.Errors;

/// <summary>Makes the words of a provider fit to be shown to a caller.</summary>
internal static partial class UpstreamText
{
    private const int MaxOfMessage = 2000;
    private const int MaxOfPage = 300;
    private const string Mask = "***";

    /// <summary>Cleans the message of an error document: no keys, no control characters, no endless text.</summary>
    public static string Clean(string message) =>
        Tidy(message) is { Length: > 0 } words ? Cut(words, MaxOfMessage) : "The provider reported an error that it did not explain.";

    /// <summary>Tells whether a text holds what looks like a key.</summary>
    public static bool HoldsSecret(string text) => Secret().IsMatch(text);

    /// <summary>Describes an answer that is no error document.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The answer's body.</param>
    public static string Describe(int status, ReadOnlySpan<byte> body)
    {
        // a character takes 4 bytes at most; what lies beyond the cut need not be looked at
        var text = Tidy(Encoding.UTF8.GetString(body[..Math.Min(body.Length, 4 * MaxOfPage)]));
        return text switch
        {
            "" => $"The provider answered with HTTP {status} and an empty body.",
            _ when text.StartsWith('<') => $"The provider answered with HTTP {status} and a page that is not JSON.",
            _ => Cut(text, MaxOfPage),
        };
    }

    private static string Tidy(string text) => Blanks().Replace(Secret().Replace(text, Mask), " ").Trim();

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    [GeneratedRegex(@"\b(?:sk|rk|pk|gsk|xai|ghu|gho|ghp|hf|key)[-_][A-Za-z0-9_*.\-]{6,}|\bAIza[A-Za-z0-9_\-]{20,}|(?<=\bBearer\s+)[^\s""',]{6,}|(?<=[?&](?:key|api_key|token)=)[^&\s""']+|(?<=://)[^/\s@""']+(?=@)")]
    private static partial Regex Secret();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Blanks();
}
