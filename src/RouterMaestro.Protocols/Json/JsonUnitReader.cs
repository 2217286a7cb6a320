using System.Buffers.Text;
using System.Text;

namespace RouterMaestro.Protocols.Json;

/// <summary>
/// Reads the UTF-16 code units of a JSON string, so that texts are the same however they are escaped, and wherever a pair of surrogates is split.
/// </summary>
/// <param name="text">The string without its quotes, escaped, in UTF-8.</param>
internal ref struct JsonUnitReader(ReadOnlySpan<byte> text)
{
    private const int HexDigits = 4;

    private readonly ReadOnlySpan<byte> _text = text;
    private char _low;

    /// <summary>Gets the offset behind the code unit.</summary>
    public int At { get; private set; }

    /// <summary>Gets the code unit.</summary>
    public char Unit { get; private set; }

    /// <summary>Gets a value indicating whether the text can be split at the offset: not between two surrogates that are one character of UTF-8.</summary>
    public readonly bool IsBoundary => _low == default;

    /// <summary>Moves to the next code unit.</summary>
    /// <returns>False at the end.</returns>
    public bool Read()
    {
        if (_low != default)
        {
            (Unit, _low) = (_low, default);
            return true;
        }

        if (At >= _text.Length)
        {
            return false;
        }

        var first = _text[At];
        if (first is < 0x80 and not (byte)'\\')
        {
            Unit = (char)first;
            At++;
        }
        else if (first == '\\')
        {
            ReadEscape();
        }
        else
        {
            ReadRune();
        }

        return true;
    }

    private void ReadRune()
    {
        Rune.DecodeFromUtf8(_text[At..], out var rune, out var length);
        At += length;
        Span<char> units = stackalloc char[2];
        var count = rune.EncodeToUtf16(units);
        (Unit, _low) = (units[0], count == 2 ? units[1] : default);
    }

    private void ReadEscape()
    {
        var escape = _text[Math.Min(At + 1, _text.Length - 1)];
        At = Math.Min(At + 2, _text.Length);
        if (escape == 'u' && At + HexDigits <= _text.Length && Utf8Parser.TryParse(_text.Slice(At, HexDigits), out ushort unit, out var read, 'x') && read == HexDigits)
        {
            (Unit, At) = ((char)unit, At + HexDigits);
            return;
        }

        Unit = (char)escape switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'f' => '\f',
            var character => character,
        };
    }
}
