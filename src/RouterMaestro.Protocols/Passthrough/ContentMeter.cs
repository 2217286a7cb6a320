using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Protocols.Passthrough;

/// <summary>Measures the content of one stream, delta by delta, without decoding it.</summary>
/// <param name="limits">The limits of the content.</param>
internal sealed class ContentMeter(RunawayLimits limits)
{
    private const int UnicodeEscape = 6;

    /// <summary>Gets the limits.</summary>
    public RunawayLimits Limits => limits;

    /// <summary>Gets the size of the deltas as UTF-8, without the escapes of JSON.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gets the number of deltas, empty ones too.</summary>
    public long Deltas { get; private set; }

    /// <summary>Gets a value indicating whether the content is beyond the limits.</summary>
    public bool IsExceeded => limits.AreExceededBy(Bytes, Deltas);

    /// <summary>Adds a delta.</summary>
    /// <param name="escaped">The delta, as it stands between the quotes of a valid JSON string.</param>
    public void Add(ReadOnlySpan<byte> escaped)
    {
        var at = escaped.IndexOf((byte)'\\');
        Add(at < 0 ? escaped.Length : at + SizeOf(escaped[at..]));
    }

    /// <summary>Adds a delta without escapes.</summary>
    /// <param name="length">Its length in bytes.</param>
    public void Add(int length)
    {
        Bytes += length;
        Deltas++;
    }

    private static int SizeOf(ReadOnlySpan<byte> escaped)
    {
        var size = 0;
        while (!escaped.IsEmpty)
        {
            if (escaped[0] != '\\' || escaped.Length < 2)
            {
                size++;
                escaped = escaped[1..];
                continue;
            }

            var isUnicode = escaped[1] == 'u' && escaped.Length >= UnicodeEscape;
            size += isUnicode ? SizeOfUnicode(escaped[2..UnicodeEscape]) : 1;
            escaped = escaped[(isUnicode ? UnicodeEscape : 2)..];
        }

        return size;
    }

    // each half of a surrogate pair, which takes four bytes, counts two
    private static int SizeOfUnicode(ReadOnlySpan<byte> digits) => digits switch
    {
        [(byte)'0', (byte)'0', < (byte)'8', _] => 1,
        [(byte)'0', <= (byte)'7', _, _] => 2,
        [(byte)'d' or (byte)'D', >= (byte)'8', _, _] => 2,
        _ => 3,
    };
}
