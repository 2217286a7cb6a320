using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Json;

/// <summary>Tells texts that show nothing, without decoding them.</summary>
internal static class JsonBlank
{
    public static bool IsBlank(JsonText text) => IsBlank(text.Escaped.Span);

    /// <summary>Tells whether escaped text is white space only.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> escaped)
    {
        while (!escaped.IsEmpty)
        {
            if (escaped[0] == ' ')
            {
                escaped = escaped[1..];
            }
            else if (escaped.Length > 1 && escaped[0] == '\\' && escaped[1] is (byte)'n' or (byte)'r' or (byte)'t')
            {
                escaped = escaped[2..];
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
