using System.Buffers;
using System.Buffers.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Anthropic.Requests;

/// <summary>
/// Puts the data of images and documents right. Anthropic compares the media type with the bytes ("The image was specified using the image/jpeg media type, but the
/// image appears to be a image/png image", vybestack/llxprt-code#2158) and takes base64 without white space; OpenAI does neither, so that its callers often have it wrong.
/// </summary>
internal static class AnthropicMediaData
{
    private const int HeadCharacters = 32;
    private static readonly SearchValues<byte> _suspects = SearchValues.Create(" \\"u8);
    private static readonly SearchValues<char> _whiteSpace = SearchValues.Create(" \t\r\n");

    /// <summary>Returns the data with the type that its bytes have, where they are known, in small letters and without white space.</summary>
    public static MediaSource.Base64 Correct(MediaSource.Base64 source)
    {
        var data = WithoutWhiteSpace(source.Data);
        return new(TypeOf(data) ?? NameOf(source.MediaType), data);
    }

    /// <summary>Returns the type that the bytes have or, where they are not known, are said to have.</summary>
    public static string TypeOf(MediaSource.Base64 source) => TypeOf(WithoutWhiteSpace(source.Data)) ?? NameOf(source.MediaType);

    /// <summary>Returns whether the bytes are those of a PDF file, whatever type they are said to have.</summary>
    public static bool IsPdf(MediaSource.Base64 source) =>
        string.Equals(source.MediaType.Trim(), "application/pdf", StringComparison.OrdinalIgnoreCase) || TypeOf(WithoutWhiteSpace(source.Data)) == "application/pdf";

    /// <summary>Replaces image/jpg, which is no registered type (BoundaryML/baml#1292).</summary>
    private static string NameOf(string mediaType) => mediaType.Trim().ToLowerInvariant() is var name && name == "image/jpg" ? "image/jpeg" : name;

    private static JsonText WithoutWhiteSpace(JsonText data)
    {
        if (!data.Escaped.Span.ContainsAny(_suspects))
        {
            return data;
        }

        // callers that escape / or + have no white space yet
        var text = data.ToString();
        return text.AsSpan().ContainsAny(_whiteSpace) ? string.Concat(text.Split([' ', '\t', '\r', '\n'])) : data;
    }

    private static string? TypeOf(JsonText data)
    {
        var escaped = data.Escaped.Span;
        var head = escaped[..Math.Min(escaped.Length, HeadCharacters)];
        if (head.Contains((byte)'\\'))
        {
            // PHP's json_encode escapes the second character of every JPEG
            var text = data.ToString();
            head = System.Text.Encoding.ASCII.GetBytes(text[..Math.Min(text.Length, HeadCharacters)]);
        }

        Span<byte> bytes = stackalloc byte[HeadCharacters];
        Base64.DecodeFromUtf8(head, bytes, out _, out var count, isFinalBlock: false);
        return TypeOf(bytes[..count]);
    }

    private static string? TypeOf(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : file.StartsWith("GIF8"u8) ? "image/gif"
        : file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : file.StartsWith("%PDF-"u8) ? "application/pdf"
        : null;
}
