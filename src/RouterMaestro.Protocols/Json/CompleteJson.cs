using System.Text.Json;

namespace RouterMaestro.Protocols.Json;

/// <summary>Tells whole documents from ones that were cut off.</summary>
internal static class CompleteJson
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = JsonBody.MaxDepth };

    /// <summary>Tells whether the bytes are one whole JSON value, with nothing but white space around it.</summary>
    public static bool Is(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, _options);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
