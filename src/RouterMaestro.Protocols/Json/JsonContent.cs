using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Json;

/// <summary>Checks values for content.</summary>
internal static class JsonContent
{
    /// <summary>Returns true if a value has content: false for null, false, and an empty string, array or object.</summary>
    /// <param name="kind">The kind of the value.</param>
    /// <param name="value">The value.</param>
    public static bool IsThere(JsonValueKind kind, ReadOnlySpan<byte> value) => kind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => value.Length > 2,
        JsonValueKind.Array or JsonValueKind.Object => value[1..^1].ContainsAnyExcept(" \t\r\n"u8),
        _ => true,
    };

    /// <summary>Returns true if an object has a member with content besides one.</summary>
    /// <param name="json">The object.</param>
    /// <param name="except">The name of the member to ignore.</param>
    public static bool HasMemberBut(ReadOnlySpan<byte> json, ReadOnlySpan<byte> except)
    {
        var members = new TopLevelScanner(json);
        while (members.Read())
        {
            if (!members.IsKey(except) && IsThere(members.Kind, members.ValueOf(json)))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Creates tool calls from arguments that are JSON within a JSON string.</summary>
internal static class JsonCalls
{
    public static ToolCallPart Make(string id, string name, JsonText? arguments)
    {
        if (arguments is not { } text || JsonBlank.IsBlank(text))
        {
            return new(id, name, RawJson.EmptyObject);
        }

        var utf8 = Unescape(text);
        return IsObject(utf8)
            ? new(id, name, RawJson.FromParsed(utf8))
            : ToolCallPart.FromText(id, name, text.ToString());
    }

    private static ReadOnlyMemory<byte> Unescape(JsonText text)
    {
        if (!text.Escaped.Span.Contains((byte)'\\'))
        {
            return text.Escaped;
        }

        var reader = new Utf8JsonReader(text.Quoted.Span);
        reader.Read();
        var utf8 = new byte[text.Escaped.Length];
        var length = reader.CopyString(utf8);
        return utf8.AsMemory(0, length);
    }

    private static bool IsObject(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8.Span, JsonBody.ReaderOptions);
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
                // reading to the end is the check
            }

            return isObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>Reads <c>data:</c> addresses.</summary>
internal static class JsonDataUri
{
    // media types with their parameters are short; the comma must be within this length
    private const int MaxHead = 300;

    /// <summary>Reads an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="data">The bytes; null if they are not valid base64 or have no type.</param>
    /// <returns>True if it is a data: address.</returns>
    public static bool TryRead(JsonText address, out MediaSource.Base64? data)
    {
        data = null;
        var escaped = address.Escaped;
        if (escaped.Length < 5 || !System.Text.Ascii.EqualsIgnoreCase(escaped.Span[..5], "data:"u8))
        {
            return false;
        }

        var comma = escaped.Span[..Math.Min(escaped.Length, MaxHead)].IndexOf((byte)',');
        if (comma < 0)
        {
            return true;
        }

        var head = JsonText.CopyEscaped(escaped.Span[5..comma]).ToString();
        var content = Unquoted(JsonText.CopyEscaped(escaped.Span[(comma + 1)..]));
        var type = head.Split(';')[0].Trim();
        if (type.Length > 0 && head.TrimEnd().EndsWith(";base64", StringComparison.OrdinalIgnoreCase) && JsonBase64.IsValid(content))
        {
            data = new(type, content);
        }

        return true;
    }

    // in an address '+', '/' and '=' may be percent-encoded (RFC 3986, 2.1)
    private static JsonText Unquoted(JsonText content) =>
        content.Escaped.Span.Contains((byte)'%') ? JsonText.FromString(Uri.UnescapeDataString(content.ToString())) : content;
}

/// <summary>Checks base64 in JSON.</summary>
internal static class JsonBase64
{
    /// <summary>Returns true if a text is base64 of at least one byte.</summary>
    public static bool IsValid(JsonText text)
    {
        var escaped = text.Escaped.Span;

        // System.Text.Json's default encoder escapes '+' (Betalgo.Ranul.OpenAI 9.2.6), PHP's json_encode escapes '/'
        var isValid = escaped.Contains((byte)'\\')
            ? Base64.IsValid(Encoding.UTF8.GetBytes(text.ToString()), out var length)
            : Base64.IsValid(escaped, out length);
        return isValid && length > 0;
    }
}
