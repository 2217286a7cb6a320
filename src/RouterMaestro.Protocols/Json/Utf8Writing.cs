using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;

namespace RouterMaestro.Protocols.Json;

/// <summary>Writes prebuilt UTF-8 pieces into frames without asking for more than a pooled segment holds.</summary>
internal static class Utf8Writing
{
    private const int MaxAtOnce = 4000;

    /// <summary>Writes three pieces, at one go where they fit: the shape of a streamed delta.</summary>
    public static void Write(
        this IBufferWriter<byte> output, ReadOnlySpan<byte> head, ReadOnlySpan<byte> text, ReadOnlySpan<byte> tail)
    {
        var length = head.Length + text.Length + tail.Length;
        if (length > MaxAtOnce)
        {
            output.Write(head);
            output.Write(text);
            output.Write(tail);
            return;
        }

        var span = output.GetSpan(length);
        head.CopyTo(span);
        text.CopyTo(span[head.Length..]);
        tail.CopyTo(span[(head.Length + text.Length)..]);
        output.Advance(length);
    }

    /// <summary>Writes a number in decimal digits.</summary>
    public static void Write(this IBufferWriter<byte> output, long number)
    {
        Span<byte> digits = stackalloc byte[20];
        var done = Utf8Formatter.TryFormat(number, digits, out var length);
        Debug.Assert(done, "20 bytes hold every long");
        output.Write(digits[..length]);
    }
}
