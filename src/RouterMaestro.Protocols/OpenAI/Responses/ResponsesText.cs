namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Text that grows piece by piece, escaped.</summary>
internal sealed class ResponsesText
{
    private const int FirstRoom = 256;
    private byte[] _bytes = [(byte)'"', (byte)'"'];
    private int _length = 1;

    public bool IsEmpty => _length == 1;

    /// <summary>Gets the text, without quotes.</summary>
    public ReadOnlySpan<byte> Escaped => _bytes.AsSpan(1, _length - 1);

    /// <summary>Gets the text as a JSON string literal.</summary>
    public ReadOnlyMemory<byte> Quoted => _bytes.AsMemory(0, _length + 1);

    public void Append(ReadOnlySpan<byte> escaped)
    {
        var needed = _length + escaped.Length + 1;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(Math.Max(needed, FirstRoom), _bytes.Length * 2));
        }

        escaped.CopyTo(_bytes.AsSpan(_length));
        _length += escaped.Length;
        _bytes[_length] = (byte)'"';
    }
}
