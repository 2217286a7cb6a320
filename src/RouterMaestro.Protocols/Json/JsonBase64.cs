using System.Buffers.Text;
using System.Text;
using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Json;

/// <summary>Checks base64 that stands in JSON.</summary>
internal static class JsonBase64
{
    /// <summary>Tells whether a text is base64 of at least one byte.</summary>
    public static bool IsValid(JsonText text)
    {
        var escaped = text.Escaped.Span;

        // some encoders escape the slash and the plus of base64; then it must be decoded to be checked
        var isValid = escaped.Contains((byte)'\\')
            ? Base64.IsValid(Encoding.UTF8.GetBytes(text.ToString()), out var length)
            : Base64.IsValid(escaped, out length);
        return isValid && length > 0;
    }
}
