using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Streaming;

/// <summary>
/// Joins the deltas of one text whose surrogate pairs were split. A server that escapes all characters but ASCII, and cuts its texts by UTF-16 units, sends
/// an emoji as <c>\ud83d</c> in one delta and <c>\ude00</c> in the next (elizaOS/eliza#30904, openclaw/openclaw#115536). Each half alone becomes U+FFFD
/// as soon as it is decoded.
/// </summary>
internal struct SurrogateJoiner
{
    private const int EscapeLength = 6;

    private byte[]? _high;

    /// <summary>Returns the part of a text that is complete: what waited before it, and all of it but a high surrogate at its end.</summary>
    /// <param name="text">The next delta, escaped as in JSON.</param>
    /// <returns>The text, escaped likewise, in which lone surrogates are U+FFFD; empty if all of it waits.</returns>
    public ReadOnlySpan<byte> Add(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (_high is null && !HasSurrogate(text)) ? text : Join([.. _high ?? [], .. text]);

    /// <summary>Returns U+FFFD in the place of a high surrogate that waits, because the text has ended; empty if none waits.</summary>
    public ReadOnlySpan<byte> End()
    {
        var waited = _high is not null;
        _high = null;
        return waited ? "\\ufffd"u8 : default;
    }

    private ReadOnlySpan<byte> Join(byte[] text)
    {
        var end = EndsWithHigh(text) ? text.Length - EscapeLength : text.Length;
        _high = end < text.Length ? text[end..] : null;
        return JsonText.CopyEscaped(text.AsSpan(0, end)).Escaped.Span;
    }

    private static bool HasSurrogate(ReadOnlySpan<byte> text) =>
        text.Contains((byte)'\\') && (text.IndexOf("\\ud"u8) >= 0 || text.IndexOf("\\uD"u8) >= 0);

    /// <summary>Returns true if the last character is the escape of a high surrogate. A backslash that is escaped itself begins no escape.</summary>
    private static bool EndsWithHigh(ReadOnlySpan<byte> text)
    {
        if (text.Length < EscapeLength || text[^EscapeLength..] is not [(byte)'\\', (byte)'u', (byte)'d' or (byte)'D', (>= (byte)'8' and <= (byte)'9') or (byte)'a' or (byte)'b' or (byte)'A' or (byte)'B', _, _])
        {
            return false;
        }

        var before = text[..^EscapeLength];
        return (before.Length - before.TrimEnd((byte)'\\').Length) % 2 == 0;
    }
}
