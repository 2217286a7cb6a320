using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Protocols.Errors;

/// <summary>Cleans texts of a provider before a caller sees them.</summary>
internal static partial class UpstreamText
{
    private const int MaxMessage = 2000;
    private const int MaxPage = 300;

    /// <summary>Cleans the message of an error document: removes keys and control characters, and limits the length.</summary>
    public static string Clean(string message) =>
        Tidy(message) is { Length: > 0 } words ? Cut(words, MaxMessage) : "The provider reported an error that it did not explain.";

    /// <summary>Returns true if a text contains a string that looks like a key.</summary>
    public static bool HoldsSecret(string text) => SecretFinder.Forms.IsIn(text);

    /// <summary>Describes a response with an error status that is not an error document.</summary>
    /// <param name="status">The HTTP status, 400 or more.</param>
    /// <param name="body">The body of the response.</param>
    public static string Describe(int status, ReadOnlySpan<byte> body)
    {
        // a character takes 4 bytes at most; bytes beyond the limit are not decoded
        var text = Tidy(Encoding.UTF8.GetString(body[..Math.Min(body.Length, 4 * MaxPage)]));
        return text switch
        {
            "" => $"The provider answered with HTTP {status} and an empty body.",
            _ when text.StartsWith('<') => $"The provider answered with HTTP {status} and a page that is not JSON.",
            _ => Cut(text, MaxPage),
        };
    }

    /// <summary>
    /// Creates the failure of a response with a success status that cannot be read. It quotes nothing: unlike the page of an error, such a body may be content,
    /// and the message is logged.
    /// </summary>
    /// <param name="body">The body of the response.</param>
    public static UpstreamFailure OfUnreadable(ReadOnlySpan<byte> body)
    {
        var text = body.TrimStart("\uFEFF"u8).Trim(" \t\r\n"u8);
        return text switch
        {
            [] => new(FailureKind.Empty, "The provider's answer is empty."),
            [(byte)'<', ..] => new(FailureKind.Malformed, "The provider answered with HTTP 200 and a page that is not JSON."),
            [(byte)'{', .., (byte)'}'] when IsJson(text) => new(FailureKind.Malformed, "The provider's answer is JSON, but not a response of the protocol."),
            [(byte)'{', ..] => new(FailureKind.Malformed, "The provider's answer is not valid JSON."),
            _ => new(FailureKind.Malformed, "The provider's answer is not a JSON object."),
        };
    }

    private static bool IsJson(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Tidy(string text) => Blanks().Replace(SecretFinder.Forms.Apply(text), " ").Trim();

    private static string Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[max - 1]) ? max - 1 : max;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Blanks();
}
