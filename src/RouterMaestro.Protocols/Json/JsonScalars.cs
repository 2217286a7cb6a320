using System.Buffers;
using System.Text.Json;
using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Json;

/// <summary>Checks literals and numbers by the grammar of JSON.</summary>
internal static class JsonScalars
{
    private static readonly SearchValues<byte> _ends = SearchValues.Create(", \n\r\t}]"u8);

    /// <summary>Finds the end of a literal or number: the next character that cannot be part of it.</summary>
    public static int EndOf(ReadOnlySpan<byte> json, int start)
    {
        var length = json[start..].IndexOfAny(_ends);
        return length < 0 ? json.Length : start + length;
    }

    /// <summary>Returns the kind of a literal or number.</summary>
    /// <param name="token">The whole token.</param>
    /// <returns><see cref="JsonValueKind.Undefined"/> if it is neither.</returns>
    public static JsonValueKind KindOf(ReadOnlySpan<byte> token) => token switch
    {
        [(byte)'t', ..] => token.SequenceEqual("true"u8) ? JsonValueKind.True : JsonValueKind.Undefined,
        [(byte)'f', ..] => token.SequenceEqual("false"u8) ? JsonValueKind.False : JsonValueKind.Undefined,
        [(byte)'n', ..] => token.SequenceEqual("null"u8) ? JsonValueKind.Null : JsonValueKind.Undefined,
        _ => IsNumber(token) ? JsonValueKind.Number : JsonValueKind.Undefined,
    };

    private static bool IsNumber(ReadOnlySpan<byte> token)
    {
        if (token is [(byte)'-', ..])
        {
            token = token[1..];
        }

        var whole = Digits(token);
        if (whole == 0 || (whole > 1 && token[0] == (byte)'0'))
        {
            return false;
        }

        token = token[whole..];
        if (token is [(byte)'.', ..])
        {
            var fraction = Digits(token[1..]);
            if (fraction == 0)
            {
                return false;
            }

            token = token[(fraction + 1)..];
        }

        return token.IsEmpty || IsExponent(token);
    }

    private static bool IsExponent(ReadOnlySpan<byte> token)
    {
        if (token is not [(byte)'e' or (byte)'E', ..])
        {
            return false;
        }

        token = token[1..];
        token = token is [(byte)'+' or (byte)'-', ..] ? token[1..] : token;
        return !token.IsEmpty && Digits(token) == token.Length;
    }

    private static int Digits(ReadOnlySpan<byte> token)
    {
        var end = token.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? token.Length : end;
    }
}

/// <summary>Reads values of a frame without copying them.</summary>
internal static class JsonSlices
{
    /// <summary>Moves to the next value and returns it as escaped text; empty if it is not a string.</summary>
    public static ReadOnlySpan<byte> ReadText(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        return TakeText(ref reader);
    }

    /// <summary>Returns the current value as escaped text; empty if it is not a string.</summary>
    public static ReadOnlySpan<byte> TakeText(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueSpan;
        }

        reader.Skip();
        return default;
    }

    /// <summary>Moves to the next value and returns it as escaped text; empty if it is null.</summary>
    /// <exception cref="JsonException">The value is neither a string nor null.</exception>
    public static ReadOnlySpan<byte> ReadString(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        return TakeString(ref reader);
    }

    /// <summary>Returns the current value as escaped text; empty if it is null.</summary>
    /// <exception cref="JsonException">The value is neither a string nor null.</exception>
    public static ReadOnlySpan<byte> TakeString(scoped ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.ValueSpan,
        JsonTokenType.Null => default,
        _ => throw new JsonException("A text is not a string."),
    };

    /// <summary>Moves to the next value and returns its JSON; empty if it does not begin with the wanted token.</summary>
    /// <param name="reader">The reader, on a property name; afterwards on the value's last token.</param>
    /// <param name="wanted">The first token of the value.</param>
    /// <param name="frame">The bytes that the reader reads.</param>
    public static ReadOnlySpan<byte> ReadRaw(scoped ref Utf8JsonReader reader, JsonTokenType wanted, ReadOnlySpan<byte> frame)
    {
        reader.Read();
        var raw = TakeRaw(ref reader, frame, out var began);
        return began == wanted ? raw : default;
    }

    /// <summary>Returns the JSON of the current value.</summary>
    public static ReadOnlySpan<byte> TakeRaw(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame) => TakeRaw(ref reader, frame, out _);

    /// <summary>Moves to the next value.</summary>
    /// <returns>True if it is an object; otherwise it is skipped.</returns>
    public static bool ReadObject(scoped ref Utf8JsonReader reader) => ReadStart(ref reader, JsonTokenType.StartObject);

    /// <summary>Moves to the next value.</summary>
    /// <returns>True if it is an array; otherwise it is skipped.</returns>
    public static bool ReadArray(scoped ref Utf8JsonReader reader) => ReadStart(ref reader, JsonTokenType.StartArray);

    /// <summary>Moves to the next value.</summary>
    /// <returns>True if it is an array; false if it is null.</returns>
    /// <exception cref="JsonException">The value is neither.</exception>
    public static bool ReadArrayOrNull(scoped ref Utf8JsonReader reader) => ReadStartOrNull(ref reader, JsonTokenType.StartArray);

    /// <summary>Moves to the next value.</summary>
    /// <returns>True if it is an object; false if it is null.</returns>
    /// <exception cref="JsonException">The value is neither.</exception>
    public static bool ReadObjectOrNull(scoped ref Utf8JsonReader reader) => ReadStartOrNull(ref reader, JsonTokenType.StartObject);

    private static bool ReadStartOrNull(scoped ref Utf8JsonReader reader, JsonTokenType wanted)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => false,
            var found when found == wanted => true,
            _ => throw new JsonException($"A value is no {wanted}."),
        };
    }

    private static bool ReadStart(scoped ref Utf8JsonReader reader, JsonTokenType wanted)
    {
        reader.Read();
        if (reader.TokenType == wanted)
        {
            return true;
        }

        reader.Skip();
        return false;
    }

    private static ReadOnlySpan<byte> TakeRaw(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame, out JsonTokenType began)
    {
        began = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return frame[start..(int)reader.BytesConsumed];
    }
}

/// <summary>Joins texts without decoding them.</summary>
internal static class JsonTexts
{
    /// <summary>Joins escaped texts.</summary>
    public static JsonText Concat(params ReadOnlySpan<JsonText> pieces)
    {
        var length = 2;
        foreach (var piece in pieces)
        {
            length += piece.Escaped.Length;
        }

        var quoted = new byte[length];
        quoted[0] = quoted[^1] = (byte)'"';
        var at = 1;
        foreach (var piece in pieces)
        {
            piece.Escaped.Span.CopyTo(quoted.AsSpan(at));
            at += piece.Escaped.Length;
        }

        return JsonText.FromQuoted(quoted);
    }
}
