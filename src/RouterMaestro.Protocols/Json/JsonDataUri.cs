using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Json;

/// <summary>Reads addresses that hold the bytes themselves.</summary>
internal static class JsonDataUri
{
    // media types with their parameters are short; behind this no comma is looked for
    private const int LongestHead = 300;

    /// <summary>Reads an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="data">The bytes; null when they are not valid base64, or of no type.</param>
    /// <returns>Whether it is such an address at all.</returns>
    public static bool TryRead(JsonText address, out MediaSource.Base64? data)
    {
        data = null;
        var escaped = address.Escaped;
        if (escaped.Length < 5 || !System.Text.Ascii.EqualsIgnoreCase(escaped.Span[..5], "data:"u8))
        {
            return false;
        }

        var comma = escaped.Span[..Math.Min(escaped.Length, LongestHead)].IndexOf((byte)',');
        if (comma < 0)
        {
            return true;
        }

        var head = JsonText.CopyEscaped(escaped.Span[5..comma]).ToString();
        var content = JsonText.CopyEscaped(escaped.Span[(comma + 1)..]);
        var type = head.Split(';')[0].Trim();
        if (type.Length > 0 && head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase) && JsonBase64.IsValid(content))
        {
            data = new(type, content);
        }

        return true;
    }
}
