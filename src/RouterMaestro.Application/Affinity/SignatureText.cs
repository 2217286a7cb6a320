using System.Buffers.Text;

namespace RouterMaestro.Application.Affinity;

/// <summary>Signatures are base64, of which some JSON writers escape a character or two, such as <c>+</c> or <c>/</c>.</summary>
internal static class SignatureText
{
    private const int EscapeLength = 6;

    /// <summary>Takes the escapes away. What is none, or none of ASCII, stays as it stands, since nobody has checked the document.</summary>
    /// <param name="escaped">The inside of a JSON string.</param>
    public static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\'))
        {
            return escaped;
        }

        Span<byte> plain = new byte[escaped.Length];
        var length = 0;
        while (!escaped.IsEmpty)
        {
            var (character, used) = escaped switch
            {
                [(byte)'\\', (byte)'/', ..] => ((byte)'/', 2),
                [(byte)'\\', (byte)'u', ..] when TryReadAscii(escaped, out var code) => (code, EscapeLength),
                _ => (escaped[0], 1),
            };
            plain[length++] = character;
            escaped = escaped[used..];
        }

        return plain[..length];
    }

    private static bool TryReadAscii(ReadOnlySpan<byte> escape, out byte code)
    {
        code = 0;
        if (escape.Length < EscapeLength
            || !Utf8Parser.TryParse(escape[2..EscapeLength], out uint value, out var used, 'x') || used < EscapeLength - 2 || value > sbyte.MaxValue)
        {
            return false;
        }

        code = (byte)value;
        return true;
    }
}
