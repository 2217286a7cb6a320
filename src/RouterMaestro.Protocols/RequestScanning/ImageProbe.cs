using System.Text.Json;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Checks messages for images: a vectorised search, whose hits a JSON reader confirms.</summary>
internal static class ImageProbe
{
    // blocks stand in a message's content, or in the content of a tool's result there
    private const int MaxLevels = 2;

    /// <summary>Returns true if there is an image block.</summary>
    /// <param name="messages">The array of messages, whose brackets are known to match.</param>
    public static bool Find(ReadOnlySpan<byte> messages)
    {
        var probe = "\"image"u8;
        for (int at = 0, found; (found = messages[at..].IndexOf(probe)) >= 0; at += found + probe.Length)
        {
            // a quote after a backslash is part of a string
            if (at + found > 0 && messages[at + found - 1] != (byte)'\\')
            {
                return IsThere(messages);
            }
        }

        return false;
    }

    /// <summary>Returns true if there is an image among items of the Responses protocol, where no other value has that name.</summary>
    /// <param name="items">The array of items, whose brackets are known to match.</param>
    public static bool FindInItems(ReadOnlySpan<byte> items)
    {
        var probe = "\"input_image\""u8;
        for (int at = 0, found; (found = items[at..].IndexOf(probe)) >= 0; at += found + probe.Length)
        {
            if (items[..(at + found)].TrimEnd(" \t\r\n"u8) is [.., (byte)':'])
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsThere(ReadOnlySpan<byte> messages)
    {
        try
        {
            var reader = new Utf8JsonReader(messages, new JsonReaderOptions { MaxDepth = JsonBody.MaxDepth });
            reader.Read();
            return IsInArray(ref reader, 0);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false; // broken below the top level: the provider reports it
        }
    }

    private static bool IsInArray(ref Utf8JsonReader reader, int level)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject && IsInBlock(ref reader, level))
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool IsInBlock(ref Utf8JsonReader reader, int level)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = level > 0 && reader.ValueTextEquals("type"u8);
            var isContent = level < MaxLevels && reader.ValueTextEquals("content"u8);
            reader.Read();
            if ((isType && IsImageType(ref reader))
                || (isContent && reader.TokenType == JsonTokenType.StartArray && IsInArray(ref reader, level + 1)))
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool IsImageType(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String
        && (reader.ValueTextEquals("image"u8) || reader.ValueTextEquals("image_url"u8));
}
