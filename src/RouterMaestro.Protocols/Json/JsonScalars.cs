using System.Buffers;
using System.Text.Json;

namespace RouterMaestro.Protocols.Json;

/// <summary>Judges literals and numbers by the grammar of JSON.</summary>
internal static class JsonScalars
{
    private static readonly SearchValues<byte> _ends = SearchValues.Create(", \n\r\t}]"u8);

    /// <summary>Finds the end of a literal or number: the next character that cannot belong to one.</summary>
    public static int EndOf(ReadOnlySpan<byte> json, int start)
    {
        var length = json[start..].IndexOfAny(_ends);
        return length < 0 ? json.Length : start + length;
    }

    /// <summary>Tells what a literal or number is.</summary>
    /// <param name="token">The whole token.</param>
    /// <returns><see cref="JsonValueKind.Undefined"/> when it is neither.</returns>
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
