using System.Buffers;
using System.Buffers.Text;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>A tool call that a stream is telling in pieces; it starts when its name is known.</summary>
/// <param name="key">The index that the provider gives it; where it gives none, its place among the calls.</param>
internal sealed class OpenAIChatCallTracker(int key)
{
    private ArrayBufferWriter<byte>? _early;
    private ToolArgumentsTracker _watch;

    public int Key { get; } = key;

    /// <summary>Gets or sets the index of the part; negative as long as it has not started.</summary>
    public int Part { get; set; } = -1;

    public bool IsStarted => Part >= 0;

    public bool IsEnded { get; set; }

    /// <summary>Gets a value indicating whether the arguments are whole, so that nothing can follow.</summary>
    public bool IsComplete => _watch.IsComplete;

    /// <summary>Gets the id; empty when none was told yet.</summary>
    public byte[] Id { get; private set; } = [];

    /// <summary>Gets the arguments that came before the name.</summary>
    public ReadOnlySpan<byte> Early => _early is null ? [] : _early.WrittenSpan;

    public void Identify(ReadOnlySpan<byte> id)
    {
        if (Id.Length == 0 && !id.IsEmpty)
        {
            Id = id.ToArray();
        }
    }

    /// <summary>Follows the arguments.</summary>
    public void Watch(ReadOnlySpan<byte> arguments) => _watch.Add(arguments);

    public void Keep(ReadOnlySpan<byte> arguments) => (_early ??= new()).Write(arguments);
}

/// <summary>
/// Follows arguments that come in pieces and knows when they are whole: JSON that stands in a JSON string, so that its own quotes
/// and backslashes are escaped.
/// </summary>
internal struct ToolArgumentsTracker
{
    private const int HexDigits = 4;

    private int _depth;
    private bool _isInText;
    private bool _isEscaped;

    /// <summary>Gets a value indicating whether the object that was begun has been closed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">The piece as it stands between the quotes of a JSON string.</param>
    public void Add(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty && !IsComplete)
        {
            Take(Next(ref piece));
        }
    }

    /// <summary>Decodes one character; what is not ASCII matters to nothing here.</summary>
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

    private void Take(byte character)
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
