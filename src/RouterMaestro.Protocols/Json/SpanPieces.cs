using System.Buffers.Text;
using System.Diagnostics;

namespace RouterMaestro.Protocols.Json;

/// <summary>Writes UTF-8 parts one after another into a span that is large enough.</summary>
internal ref struct SpanPieces(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    /// <summary>Gets the number of bytes written.</summary>
    public int Length { get; private set; }

    public void Add(ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(_target[Length..]);
        Length += piece.Length;
    }

    public void Add(int number)
    {
        var done = Utf8Formatter.TryFormat(number, _target[Length..], out var length);
        Debug.Assert(done, "the span is large enough");
        Length += length;
    }
}
