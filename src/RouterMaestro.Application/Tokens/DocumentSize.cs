using System.Buffers.Text;
using System.Text;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Tokens;

/// <summary>
/// Estimates the tokens of a file whose text cannot be read, such as a PDF: by its page objects if they are visible, otherwise by its
/// length.
/// </summary>
internal static class DocumentSize
{
    /// <summary>The tokens of a page. Anthropic documents 1,500 to 3,000 for a full page of a PDF; few pages are full.</summary>
    public const int PerPage = 1500;

    // page objects in a compressed stream are not visible; scans are larger than this per page, plain text is smaller
    private const int BytesPerPage = 100 * 1024;

    /// <summary>Estimates a file in base64.</summary>
    public static int TokensOf(JsonText base64)
    {
        var text = base64.Escaped.Span;
        if (text.Contains((byte)'\\'))
        {
            text = Encoding.UTF8.GetBytes(base64.ToString());
        }

        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        Base64.DecodeFromUtf8(text, bytes, out _, out var count);
        return PerPage * Math.Max(PagesOf(bytes.AsSpan(0, count)), 1 + (count / BytesPerPage));
    }

    /// <summary>Estimates a file by its length alone.</summary>
    /// <param name="length">The length of the file in base64.</param>
    public static long TokensOfLength(int length) => PerPage * (1 + (length / 4L * 3 / BytesPerPage));

    /// <summary>Counts the page objects.</summary>
    private static int PagesOf(ReadOnlySpan<byte> file)
    {
        var pages = 0;
        for (int found; (found = file.IndexOf("/Type"u8)) >= 0;)
        {
            file = file[(found + 5)..];
            var kind = file.TrimStart(" \r\n\t"u8);
            if (kind.StartsWith("/Page"u8) && !kind.StartsWith("/Pages"u8))
            {
                pages++;
            }
        }

        return pages;
    }
}
