using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RouterMaestro.Domain;

/// <summary>JSON string literals in UTF-8: quoting, decoding, and mending of lone surrogates.</summary>
internal static class JsonEscaping
{
    public static byte[] Quote(string text)
    {
        var encoded = JsonEncodedText.Encode(Wellformed(text), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        var quoted = new byte[encoded.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        encoded.CopyTo(quoted.AsSpan(1));
        return quoted;
    }

    public static string Decode(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString() ?? "";
    }

    /// <summary>Escapes of lone surrogates are legal JSON that no string can hold: they are replaced, all else stays as it is.</summary>
    public static ReadOnlyMemory<byte> WithoutLoneSurrogates(ReadOnlyMemory<byte> quoted)
    {
        if (!HasSurrogateEscape(quoted.Span))
        {
            return quoted;
        }

        var mended = quoted.ToArray();
        for (var at = 0; at < mended.Length; at++)
        {
            if (mended[at] != '\\')
            {
                continue;
            }

            if (mended[at + 1] != 'u')
            {
                at++;
                continue;
            }

            if (IsHigh(mended, at) && at + 11 < mended.Length && mended[at + 6] == '\\' && mended[at + 7] == 'u' && IsLow(mended, at + 6))
            {
                at += 11;
                continue;
            }

            if (IsHigh(mended, at) || IsLow(mended, at))
            {
                "fffd"u8.CopyTo(mended.AsSpan(at + 2));
            }

            at += 5;
        }

        return mended;
    }

    private static bool HasSurrogateEscape(ReadOnlySpan<byte> quoted) =>
        quoted.IndexOf("\\ud"u8) >= 0 || quoted.IndexOf("\\uD"u8) >= 0;

    private static bool IsHigh(byte[] text, int at) =>
        text[at + 2] is (byte)'d' or (byte)'D' && text[at + 3] is (>= (byte)'8' and <= (byte)'9') or (byte)'a' or (byte)'b' or (byte)'A' or (byte)'B';

    private static bool IsLow(byte[] text, int at) =>
        text[at + 2] is (byte)'d' or (byte)'D' && text[at + 3] is (>= (byte)'c' and <= (byte)'f') or (>= (byte)'C' and <= (byte)'F');

    private static string Wellformed(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (Rune.DecodeFromUtf16(text.AsSpan(at), out _, out var used) != OperationStatus.Done)
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }

            at += used - 1;
        }

        return text;
    }
}
