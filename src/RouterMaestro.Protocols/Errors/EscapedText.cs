using System.Globalization;

namespace RouterMaestro.Protocols.Errors;

/// <summary>Decodes the escapes of JSON strings and URLs in any text, so that it can be searched.</summary>
internal static class EscapedText
{
    private const int UnicodeDigits = 4;
    private const int UrlDigits = 2;

    /// <summary>The character that begins an escape in JSON.</summary>
    public const char Json = '\\';

    /// <summary>The character that begins an escape in a URL.</summary>
    public const char Url = '%';

    /// <summary>Decodes a text.</summary>
    public static string Decode(string text, char escape)
    {
        var characters = text.ToCharArray();
        return new string(characters, 0, Decode(characters, new int[text.Length + 1], escape));
    }

    /// <summary>Decodes a text in its place: it gets no longer.</summary>
    /// <param name="text">The text.</param>
    /// <param name="places">The places of the characters in another text, and that text's end, which become those of the decoded characters.</param>
    /// <param name="escape">The character that begins an escape, <see cref="Json"/> or <see cref="Url"/>.</param>
    /// <returns>The number of decoded characters.</returns>
    public static int Decode(Span<char> text, Span<int> places, char escape)
    {
        var (at, count) = (0, 0);
        while (at < text.Length)
        {
            var place = places[at];
            var character = text[at] != escape ? text[at++]
                : escape == Json ? ReadJsonEscape(text, ref at)
                : ReadUrlEscape(text, ref at);
            (text[count], places[count]) = (character, place);
            count++;
        }

        places[count] = places[text.Length];
        return count;
    }

    private static char ReadUrlEscape(ReadOnlySpan<char> text, ref int at)
    {
        at++;
        return TryReadHex(text, ref at, UrlDigits, out var character) ? character : '%';
    }

    // what is no escape is a backslash
    private static char ReadJsonEscape(ReadOnlySpan<char> text, ref int at)
    {
        at++;
        if (at == text.Length)
        {
            return '\\';
        }

        var digits = at + 1;
        if (text[at] == 'u' && TryReadHex(text, ref digits, UnicodeDigits, out var character))
        {
            at = digits;
            return character;
        }

        switch (text[at])
        {
            case '/' or '"' or '\\':
                return text[at++];
            case 'n' or 'r' or 't' or 'b' or 'f':
                at++;
                return '\n';
            default:
                return '\\';
        }
    }

    private static bool TryReadHex(ReadOnlySpan<char> text, ref int at, int digits, out char character)
    {
        character = default;
        if (at + digits > text.Length || !ushort.TryParse(text.Slice(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        at += digits;
        character = (char)code;
        return true;
    }
}
