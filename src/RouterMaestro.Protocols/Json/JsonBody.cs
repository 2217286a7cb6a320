using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Json;

/// <summary>
/// A parsed document together with its bytes, so that texts and raw values can be taken out as slices instead of copies.
/// Dispose it when all is read: the slices stay valid, they belong to the bytes.
/// </summary>
internal readonly struct JsonBody : IDisposable
{
    /// <summary>How deep a document may be nested.</summary>
    public const int MaxDepth = 256;

    /// <summary>The options of readers of documents that may be nested as deep.</summary>
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    private static readonly JsonDocumentOptions _options = new() { MaxDepth = MaxDepth };
    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly JsonDocument _document;

    private JsonBody(ReadOnlyMemory<byte> utf8) => (_utf8, _document) = (utf8, JsonDocument.Parse(utf8, _options));

    public JsonElement Root => _document.RootElement;

    /// <summary>Parses a document. Escapes of lone surrogates, which no string can hold, become U+FFFD wherever they stand.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON value in valid UTF-8.</exception>
    public static JsonBody Parse(ReadOnlyMemory<byte> utf8)
    {
        var body = Utf8.IsValid(utf8.Span) ? new JsonBody(utf8) : throw new JsonException("The text is not valid UTF-8.");
        var mended = RawJson.FromParsed(utf8).Utf8;
        if (mended.Equals(utf8) || mended.Span.SequenceEqual(utf8.Span))
        {
            return body;
        }

        body.Dispose();
        return new(mended);
    }

    /// <summary>Takes a string element as text.</summary>
    public JsonText TextOf(JsonElement element) => JsonText.FromQuoted(SliceOf(element));

    /// <summary>Takes any element as it stands.</summary>
    public RawJson RawOf(JsonElement element) => new(SliceOf(element));

    /// <summary>Decodes a string element.</summary>
    public string StringOf(JsonElement element) => TextOf(element).ToString();

    /// <summary>Decodes a member's name.</summary>
    public static string NameOf(JsonProperty member) => JsonText.CopyEscaped(JsonMarshal.GetRawUtf8PropertyName(member)).ToString();

    public void Dispose() => _document.Dispose();

    private ReadOnlyMemory<byte> SliceOf(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        var start = Unsafe.ByteOffset(ref MemoryMarshal.GetReference(_utf8.Span), ref MemoryMarshal.GetReference(raw));
        return _utf8.Slice((int)start, raw.Length);
    }
}
