using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Tests.Tokens;

public sealed class ImageHeaderTests
{
    /// <summary>Headers of image files, 640 pixels wide and 480 high, by format.</summary>
    public static TheoryData<string, byte[]> Heads => new()
    {
        { "png", [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 2, 0x80, 0, 0, 1, 0xE0, 8, 6, 0, 0, 0] },
        { "gif", [.. "GIF89a"u8, 0x80, 2, 0xE0, 1, 0, 0, 0] },
        { "jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xFF, 0xC2, 0, 17, 8, 1, 0xE0, 2, 0x80, 3] },
        { "jpeg with a table before its size", [0xFF, 0xD8, 0xFF, 0xC4, 0, 4, 1, 2, 0xFF, 0xC0, 0, 17, 8, 1, 0xE0, 2, 0x80, 3] },
        { "webp, lossy", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8 "u8, 0, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 2, 0xE0, 1] },
        { "webp, lossless", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8L"u8, 0, 0, 0, 0, 0x2F, 0x7F, 0xC2, 0x77, 0, 0, 0, 0, 0, 0] },
        { "webp, extended", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 2, 0, 0xDF, 1, 0] },
    };

    public static TheoryData<byte[]> Rubbish => new()
    {
        Array.Empty<byte>(),
        new byte[] { 1, 2, 3 },
        new byte[] { 0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0 },
        new byte[] { 0xFF, 0xD8 },
        new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF },
        new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0, 0, 0, 0, 0 },
        new byte[] { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0, 0, 0, 0 },
        "RIFF    WEBPVP8?                    "u8.ToArray(),
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void The_size_is_read_from_the_header(string kind, byte[] head)
    {
        Assert.NotEmpty(kind);
        Assert.Equal(new ImageSize(640, 480), ImageHeader.Read(Base64(head)));
        Assert.Equal(new ImageSize(640, 480), ImageHeader.Read(Base64([.. head, .. new byte[1_000_000]])));
    }

    [Theory]
    [MemberData(nameof(Rubbish))]
    public void Other_files_have_no_size(byte[] bytes) => Assert.Null(ImageHeader.Read(Base64(bytes)));

    [Fact]
    public void Invalid_base64_has_no_size() => Assert.Null(ImageHeader.Read(JsonText.FromString("what? \"this\"!")));

    [Fact]
    public void No_truncated_file_throws()
    {
        foreach (var row in Heads)
        {
            var head = (byte[])row[1];
            for (var length = 0; length < head.Length; length++)
            {
                ImageHeader.Read(head.AsSpan(0, length));
            }
        }
    }

    private static JsonText Base64(byte[] bytes) => JsonText.FromString(Convert.ToBase64String(bytes));
}
