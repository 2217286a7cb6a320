using System.Globalization;

namespace RouterMaestro.Infrastructure.Tokens;

/// <summary>
/// Cuts a text where a tokenizer would do something that it should not: read a special token in what only spells one, or take
/// a time that grows with the square of a word's length.
/// </summary>
/// <param name="text">The text.</param>
internal ref struct TextPieces(ReadOnlySpan<char> text)
{
    // what tokenizers take for one word is never as long in real text; a cut there costs a token at most
    private const int LongestWord = 512;

    private ReadOnlySpan<char> _rest = text;

    private enum Kind
    {
        Letter,
        Space,
        LineEnd,
        Sign,
        Other,
    }

    /// <summary>Gets the piece.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Goes to the next piece.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var end = EndOf(_rest);
        Current = _rest[..end];
        _rest = _rest[end..];
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
                    // between the bracket of a special token and its name every text is cut anyway
                    return i;
                }
            }
            else if (i - begin >= LongestWord && !char.IsLowSurrogate(c))
            {
                return i;
            }

            before = kind;
        }

        return text.Length;
    }

    /// <summary>Tells whether every vocabulary begins a new word here, or has begun one a character before.</summary>
    private static bool IsBetweenWords(Kind before, Kind kind) => (before, kind) is
        (Kind.Letter, Kind.Space or Kind.LineEnd or Kind.Sign) or (Kind.Sign, Kind.Letter or Kind.Space) or (Kind.LineEnd, Kind.Letter);

    private static Kind KindOf(char c) => c switch
    {
        '\r' or '\n' => Kind.LineEnd,
        _ when char.IsLetter(c) => Kind.Letter,
        _ when char.IsWhiteSpace(c) => Kind.Space,

        // halves of characters, and marks, stand with letters in one vocabulary and with signs in the other
        _ when char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Other,
        _ => Kind.Sign,
    };
}
