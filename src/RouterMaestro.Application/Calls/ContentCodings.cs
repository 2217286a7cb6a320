using System.Buffers;

namespace RouterMaestro.Application.Calls;

/// <summary>The codings of a body, as its <c>content-encoding</c> names them (RFC 9110, 8.4).</summary>
internal static class ContentCodings
{
    /// <summary>The codings that can be decoded, as <c>accept-encoding</c> names them.</summary>
    public const string Supported = "gzip, br, deflate";

    // each coding of a chain needs a decoder with a window of its own
    private const int MaxCodings = 3;
    private const int MaxName = 40;

    private static readonly SearchValues<char> _tokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Reads the field.</summary>
    /// <param name="field">The value of the field; several fields are joined by commas.</param>
    /// <param name="unknown">What cannot be decoded, for people; null if all can.</param>
    /// <returns>The codings in the order in which they were applied, without <c>identity</c>.</returns>
    public static ContentCoding[] Read(string field, out string? unknown)
    {
        unknown = null;
        List<ContentCoding> codings = [];
        foreach (var name in field.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (name.Equals("identity", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (Find(name) is not { } coding || codings.Count == MaxCodings)
            {
                unknown = name.Length <= MaxName && !name.AsSpan().ContainsAnyExcept(_tokenCharacters) ? $"'{name}'" : "of an unknown name";
                return [];
            }

            codings.Add(coding);
        }

        return [.. codings];
    }

    // "x-gzip" is the old name of gzip (RFC 9110, 8.4.1.3)
    private static ContentCoding? Find(string name) => name.ToUpperInvariant() switch
    {
        "GZIP" or "X-GZIP" => ContentCoding.Gzip,
        "BR" => ContentCoding.Brotli,
        "DEFLATE" => ContentCoding.Deflate,
        _ => null,
    };
}

/// <summary>A coding of a body.</summary>
internal enum ContentCoding
{
    Gzip,
    Brotli,
    Deflate,
}
