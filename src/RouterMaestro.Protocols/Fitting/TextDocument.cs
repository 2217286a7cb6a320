using System.Text;
using System.Text.Unicode;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Fitting;

/// <summary>Reads documents of text whose bytes are in base64.</summary>
internal static class TextDocument
{
    /// <summary>Gets the bytes as text, whatever their media type is; null if they are not text.</summary>
    public static string? TextOf(MediaSource.Base64 bytes)
    {
        if (!JsonBase64.IsValid(bytes.Data))
        {
            return null;
        }

        var content = Convert.FromBase64String(bytes.Data.ToString());
        var isText = bytes.MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || (Utf8.IsValid(content) && !content.Contains((byte)0));
        return isText ? Encoding.UTF8.GetString(content) : null;
    }
}
