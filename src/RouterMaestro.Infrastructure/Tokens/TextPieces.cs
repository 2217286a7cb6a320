using System.Globalization;

namespace RouterMaestro.Infrastructure.Tokens;

/// <summary>
/// Cuts a text to avoid two flaws of the tokenizer: it reads text that spells a special token as that token, and its time grows with
/// the square of a word's length.
/// </summary>
/// <param name="text">The text.</param>
internal ref struct TextPieces(ReadOnlySpan<char> text)
{
    // no word in real text is this long; a cut inside one changes the count by one token at most
    private const int MaxWordLength = 512;

    private ReadOnlySpan<char> _remaining = text;

    private enum Kind
    {
        Letter,
        Space,
        LineEnd,
        Sign,
        Other,
    }

    /// <summary>Gets the current piece.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Moves to the next piece.</summary>
    public bool MoveNext()
    {
        if (_remaining.IsEmpty)
        {
            return false;
        }

        var end = EndOf(_remaining);
        Current = _remaining[..end];
        _remaining = _remaining[end..];
        return true;
    }

    private static int EndOf(ReadOnlySpan<char> text)
    {
        var (begin, before) = (0, Kind.Other);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var kind = KindOf(c);
            if (IsBetweenWords(before, kind))
            {
                begin = i;
                if (kind == Kind.Letter && i > 1 && text[i - 1] == '|' && text[i - 2] == '<')
                {
                    // between "<|" and the name of a special token every vocabulary cuts a text anyway
                    return i;
                }
            }
            else if (i - begin >= MaxWordLength && !char.IsLowSurrogate(c))
            {
                return i;
            }

            before = kind;
        }

        return text.Length;
    }

    /// <summary>Returns whether every vocabulary starts a new word here or one character before.</summary>
    private static bool IsBetweenWords(Kind before, Kind kind) => (before, kind) is
        (Kind.Letter, Kind.Space or Kind.LineEnd or Kind.Sign) or (Kind.Sign, Kind.Letter or Kind.Space) or (Kind.LineEnd, Kind.Letter);

    private static Kind KindOf(char c) => c switch
    {
        '\r' or '\n' => Kind.LineEnd,
        _ when char.IsLetter(c) => Kind.Letter,
        _ when char.IsWhiteSpace(c) => Kind.Space,

        // surrogates and marks belong to letters in one vocabulary and to signs in the other
        _ when char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Other,
        _ => Kind.Sign,
    };
}
