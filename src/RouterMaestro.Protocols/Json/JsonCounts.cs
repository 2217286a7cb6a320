using System.Text.Json;

namespace RouterMaestro.Protocols.Json;

/// <summary>Reads counts tolerantly: what is no count counts as absent.</summary>
internal static class JsonCounts
{
    /// <summary>Moves to the next value and takes it as a count.</summary>
    /// <param name="reader">The reader, on a property name; afterwards on the value's last token. It must hold the whole document.</param>
    /// <returns>The count; null when the value is not a number of at least 0, such as null.</returns>
    public static long? ReadCount(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out var whole):
                return whole < 0 ? null : whole;
            case JsonTokenType.Number when reader.TryGetDouble(out var number) && number is >= 0 and < long.MaxValue:
                return (long)number;
            default:
                reader.Skip();
                return null;
        }
    }
}
