using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Json;

/// <summary>
/// A parsed document together with its bytes, so that texts and raw values are views instead of copies.
/// Dispose it after reading. The views stay valid: they refer to the bytes.
/// </summary>
internal readonly struct JsonBody : IDisposable
{
    /// <summary>The maximum depth of a document.</summary>
    public const int MaxDepth = 256;

    /// <summary>The options of readers with the same maximum depth.</summary>
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    private static readonly JsonDocumentOptions _options = new() { MaxDepth = MaxDepth };
    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly JsonDocument _document;

    private JsonBody(ReadOnlyMemory<byte> utf8) => (_utf8, _document) = (utf8, JsonDocument.Parse(utf8, _options));

    public JsonElement Root => _document.RootElement;

    /// <summary>Parses a document. Escapes of lone surrogates, which no string can hold, become U+FFFD everywhere.</summary>
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

    /// <summary>Returns a string element as text.</summary>
    public JsonText TextOf(JsonElement element) => JsonText.FromQuoted(ViewOf(element));

    /// <summary>Returns the JSON of any element.</summary>
    public RawJson RawOf(JsonElement element) => new(ViewOf(element));

    /// <summary>Decodes a string element.</summary>
    public string StringOf(JsonElement element) => TextOf(element).ToString();

    /// <summary>Decodes a member's name.</summary>
    public static string NameOf(JsonProperty member) => JsonText.CopyEscaped(JsonMarshal.GetRawUtf8PropertyName(member)).ToString();

    public void Dispose() => _document.Dispose();

    private ReadOnlyMemory<byte> ViewOf(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        var start = Unsafe.ByteOffset(ref MemoryMarshal.GetReference(_utf8.Span), ref MemoryMarshal.GetReference(raw));
        return _utf8.Slice((int)start, raw.Length);
    }
}

/// <summary>Finds members of documents from outside. A member of another type counts as absent.</summary>
internal static class JsonMembers
{
    /// <summary>Finds a member; <see cref="JsonValueKind.Undefined"/> if it is absent, null, or the parent is not an object.</summary>
    public static JsonElement Find(this JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : default;

    /// <summary>Enumerates an array; empty if it is not an array.</summary>
    public static JsonElement.ArrayEnumerator Elements(this JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : default;

    public static JsonText? FindText(this JsonBody document, JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.Find(name) is { ValueKind: JsonValueKind.String } text ? document.TextOf(text) : default(JsonText?);

    public static string? FindString(this JsonBody document, JsonElement parent, ReadOnlySpan<byte> name) =>
        document.FindText(parent, name)?.ToString();
}

/// <summary>The names of members as UTF-8.</summary>
internal static class JsonNames
{
    public static byte[][] Of(params ReadOnlySpan<string> names)
    {
        var encoded = new byte[names.Length][];
        for (var at = 0; at < names.Length; at++)
        {
            encoded[at] = Encoding.UTF8.GetBytes(names[at]);
        }

        return encoded;
    }
}

/// <summary>Reads keys with escape sequences. No known client sends them, but an attacker might, to hide a member from the scan.</summary>
internal static class JsonKeys
{
    /// <summary>The maximum length of the names that readers compare.</summary>
    public const int MaxLength = 64;

    /// <summary>Decodes a key if it is ASCII, as all known names are.</summary>
    /// <param name="key">The key without its quotes, valid JSON.</param>
    /// <param name="name">Receives the name.</param>
    /// <param name="length">The name's length.</param>
    /// <returns>False if the name does not fit or has other characters.</returns>
    public static bool TryUnescapeAscii(ReadOnlySpan<byte> key, Span<byte> name, out int length)
    {
        const int escapeLength = 6;
        length = 0;
        while (!key.IsEmpty && length < name.Length)
        {
            var character = key[0];
            var used = 1;
            if (character == (byte)'\\')
            {
                if (key[1] != (byte)'u' || !Utf8Parser.TryParse(key[2..escapeLength], out uint code, out _, 'x') || code > sbyte.MaxValue)
                {
                    return false;
                }

                (character, used) = ((byte)code, escapeLength);
            }

            name[length++] = character;
            key = key[used..];
        }

        return key.IsEmpty;
    }
}
