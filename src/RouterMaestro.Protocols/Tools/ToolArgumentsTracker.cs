using System.Buffers.Text;

namespace RouterMaestro.Protocols.Tools;

/// <summary>
/// Detects the end of streamed arguments. The arguments are JSON inside a JSON string, so that their own quotes and backslashes are
/// escaped.
/// </summary>
internal struct ToolArgumentsTracker
{
    private const int HexDigits = 4;

    private int _depth;
    private bool _isInText;
    private bool _isEscaped;

    /// <summary>Gets a value indicating whether the first object or array is closed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Scans the next piece.</summary>
    /// <param name="piece">The piece, escaped as in the JSON string. An escape sequence is never split.</param>
    public void Add(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty && !IsComplete)
        {
            Process(Next(ref piece));
        }
    }

    /// <summary>Decodes one character. Escaped characters that cannot change the structure of the JSON are read as a space.</summary>
    private static byte Next(ref ReadOnlySpan<byte> piece)
    {
        if (piece[0] != '\\' || piece.Length < 2)
        {
            var plain = piece[0];
            piece = piece[1..];
            return plain;
        }

        var escaped = piece[1];
        piece = piece[2..];
        if (escaped != 'u' || piece.Length < HexDigits)
        {
            return escaped is (byte)'"' or (byte)'\\' ? escaped : (byte)' ';
        }

        var isRead = Utf8Parser.TryParse(piece[..HexDigits], out ushort code, out _, 'x');
        piece = piece[HexDigits..];
        return isRead && code <= sbyte.MaxValue ? (byte)code : (byte)' ';
    }

    private void Process(byte character)
    {
        if (_isInText)
        {
            _isInText = _isEscaped || character != '"';
            _isEscaped = !_isEscaped && character == '\\';
            return;
        }

        switch (character)
        {
            case (byte)'"':
                _isInText = true;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                IsComplete = --_depth <= 0;
                break;
        }
    }
}
