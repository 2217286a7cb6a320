using System.Text.Json;

namespace RouterMaestro.Protocols.Json;

/// <summary>Takes values out of a frame without copying them.</summary>
internal static class JsonSlices
{
    /// <summary>Moves to the next value and takes it as escaped text; what is no string counts as empty.</summary>
    public static ReadOnlySpan<byte> ReadText(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        return TakeText(ref reader);
    }

    /// <summary>Takes the value that the reader is on as escaped text; what is no string counts as empty.</summary>
    public static ReadOnlySpan<byte> TakeText(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueSpan;
        }

        reader.Skip();
        return default;
    }

    /// <summary>Moves to the next value and takes its JSON; what does not begin as wanted counts as empty.</summary>
    /// <param name="reader">The reader, on a property name; afterwards on the value's last token.</param>
    /// <param name="wanted">How the value must begin.</param>
    /// <param name="frame">All that the reader reads.</param>
    public static ReadOnlySpan<byte> ReadRaw(scoped ref Utf8JsonReader reader, JsonTokenType wanted, ReadOnlySpan<byte> frame)
    {
        reader.Read();
        var raw = TakeRaw(ref reader, frame, out var began);
        return began == wanted ? raw : default;
    }

    /// <summary>Takes the JSON of the value that the reader is on.</summary>
    public static ReadOnlySpan<byte> TakeRaw(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame) => TakeRaw(ref reader, frame, out _);

    /// <summary>Moves to the next value.</summary>
    /// <returns>Whether it is an object; else it is skipped.</returns>
    public static bool ReadObject(scoped ref Utf8JsonReader reader) => ReadStart(ref reader, JsonTokenType.StartObject);

    /// <summary>Moves to the next value.</summary>
    /// <returns>Whether it is an array; else it is skipped.</returns>
    public static bool ReadArray(scoped ref Utf8JsonReader reader) => ReadStart(ref reader, JsonTokenType.StartArray);

    private static bool ReadStart(scoped ref Utf8JsonReader reader, JsonTokenType wanted)
    {
        reader.Read();
        if (reader.TokenType == wanted)
        {
            return true;
        }

        reader.Skip();
        return false;
    }

    private static ReadOnlySpan<byte> TakeRaw(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame, out JsonTokenType began)
    {
        began = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return frame[start..(int)reader.BytesConsumed];
    }
}
