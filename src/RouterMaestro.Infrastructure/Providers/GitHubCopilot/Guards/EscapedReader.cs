using System.Buffers;
using System.Buffers.Text;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

/// <summary>Reads escaped JSON text as ASCII. All other characters read as <see cref="Other"/>, once or more each.</summary>
/// <param name="escaped">The text, which holds whole escapes.</param>
internal ref struct EscapedReader(ReadOnlySpan<byte> escaped)
{
    /// <summary>Stands for what is not ASCII.</summary>
    public const byte Other = 0x80;

    private const int UnicodeDigits = 4;

    private ReadOnlySpan<byte> _rest = escaped;

    /// <summary>Reads a character.</summary>
    /// <returns>False at the end.</returns>
    public bool TryRead(out byte character)
    {
        if (_rest.IsEmpty)
        {
            character = 0;
            return false;
        }

        character = Math.Min(_rest[0], Other);
        var length = 1;
        if (character == '\\' && _rest.Length > 1)
        {
            character = Decode(_rest[1..], out length);
        }

        _rest = _rest[Math.Min(length, _rest.Length)..];
        return true;
    }

    /// <summary>Skips characters up to one of those given.</summary>
    /// <param name="wanted">The characters, one of them the backslash.</param>
    /// <returns>The number of bytes skipped.</returns>
    public int SkipTo(SearchValues<byte> wanted)
    {
        var length = _rest.IndexOfAny(wanted);
        length = length < 0 ? _rest.Length : length;
        _rest = _rest[length..];
        return length;
    }

    private static byte Decode(ReadOnlySpan<byte> escape, out int length)
    {
        length = 2;
        switch (escape[0])
        {
            case (byte)'n':
                return (byte)'\n';
            case (byte)'r':
                return (byte)'\r';
            case (byte)'t' or (byte)'b' or (byte)'f':
                return (byte)'\t';
            case (byte)'u' when escape.Length > UnicodeDigits && Utf8Parser.TryParse(escape.Slice(1, UnicodeDigits), out int code, out var read, 'x') && read == UnicodeDigits:
                length = 2 + UnicodeDigits;
                return (byte)Math.Min(code, Other);
            default:
                return escape[0];
        }
    }
}
