using System.Text.Json;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Recovers the entries before a syntax error in a JSON file.</summary>
internal static class BrokenFile
{
    /// <summary>Cuts a file after the last complete entry before the error.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="list">The member of the root that holds the entries.</param>
    /// <returns>A valid document; null if no entry can be recovered.</returns>
    public static byte[]? Repair(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> list)
    {
        var end = EndOfLastEntry(bytes, list);
        return end == 0 ? null : [.. bytes[..end], .. "}}"u8];
    }

    private static int EndOfLastEntry(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> list)
    {
        var json = new Utf8JsonReader(bytes);
        var end = 0;
        try
        {
            if (!Find(ref json, list))
            {
                return 0;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                json.Read();
                json.Skip();
                end = (int)json.BytesConsumed;
            }

            return end;
        }
        catch (JsonException)
        {
            return end;
        }
    }

    private static bool Find(ref Utf8JsonReader json, ReadOnlySpan<byte> list)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(list);
            json.Read();
            if (isIt && json.TokenType == JsonTokenType.StartObject)
            {
                return true;
            }

            json.Skip();
        }

        return false;
    }
}
