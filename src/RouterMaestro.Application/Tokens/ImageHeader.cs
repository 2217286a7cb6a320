using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Tokens;

/// <summary>Finds the size of an image in the first bytes of its file, without decoding the image.</summary>
internal static class ImageHeader
{
    // a JPEG has its metadata before its size; metadata with a preview image is seldom longer
    private const int MaxBytes = 256 * 1024;

    /// <summary>Reads an image in base64.</summary>
    /// <param name="base64">The text.</param>
    /// <returns>The size; null when it is not found.</returns>
    public static ImageSize? Read(JsonText base64)
    {
        var escaped = base64.Escaped.Span;
        if (escaped.Contains((byte)'\\'))
        {
            escaped = Encoding.UTF8.GetBytes(base64.ToString());
        }

        var head = escaped[..Math.Min(escaped.Length, MaxBytes / 3 * 4)];
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(head.Length)];
        Base64.DecodeFromUtf8(head, bytes, out _, out var count, isFinalBlock: false);
        return Read(bytes.AsSpan(0, count)) is { Width: > 0, Height: > 0 } size ? size : null;
    }

    /// <summary>Reads an image's first bytes.</summary>
    internal static ImageSize? Read(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', _, _, _, _, ..] when file.Length >= 24 =>
            new(BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..])),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', _, _, _, _, _, _, ..] =>
            new(BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..])),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] when file.Length >= 30 && file[8..12].SequenceEqual("WEBP"u8) => ReadWebP(file),
        [0xFF, 0xD8, ..] => ReadJpeg(file),
        _ => null,
    };

    private static ImageSize? ReadWebP(ReadOnlySpan<byte> file)
    {
        var kind = file[12..16];
        if (kind.SequenceEqual("VP8 "u8))
        {
            return new(BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFF);
        }

        if (kind.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
            return new((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        return kind.SequenceEqual("VP8X"u8)
            ? new((BinaryPrimitives.ReadInt32LittleEndian(file[24..]) & 0xFFFFFF) + 1, ((BinaryPrimitives.ReadInt32LittleEndian(file[26..]) >> 8) & 0xFFFFFF) + 1)
            : null;
    }

    private static ImageSize? ReadJpeg(ReadOnlySpan<byte> file)
    {
        var at = 2;
        while (at + 9 <= file.Length && file[at] == 0xFF)
        {
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++; // fill
            }
            else if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return new(BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            }
            else
            {
                at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            }
        }

        return null;
    }
}

/// <summary>The size of an image in pixels.</summary>
internal readonly record struct ImageSize(int Width, int Height);
