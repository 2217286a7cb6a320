using System.Buffers.Text;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Application.Affinity;

/// <summary>
/// Finds reasoning signatures, and other data that a provider encrypts for itself, in a request, a response or a frame, by the names of
/// the members that hold them: a few vectorised searches, which find every signature and sometimes another member of the same name.
/// </summary>
/// <param name="json">The document, UTF-8.</param>
/// <param name="protocol">Its protocol.</param>
internal ref struct SignatureScanner(ReadOnlySpan<byte> json, ProtocolDescription protocol)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private readonly ReadOnlySpan<SignatureMember> _members = protocol.SignatureMembers.AsSpan();
    private int _member;
    private int _at;

    /// <summary>Gets the signature that was found: the inside of a JSON string, escapes included; never empty.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Moves to the next signature.</summary>
    /// <returns>False after the last one.</returns>
    public bool MoveNext()
    {
        for (; _member < _members.Length; (_member, _at) = (_member + 1, 0))
        {
            var member = _members[_member];
            if (_at == 0 && !member.MayBeIn(_json))
            {
                continue;
            }

            var key = member.Key;
            while (_json[_at..].IndexOf(key) is var found and >= 0)
            {
                var (start, behind) = (_at + found, _at + found + key.Length);
                _at = behind;

                // a quote after a backslash is part of a string
                if ((start == 0 || _json[start - 1] != (byte)'\\') && TryReadString(behind))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public readonly SignatureScanner GetEnumerator() => this;

    private bool TryReadString(int at)
    {
        at = BehindSpace(at);
        if (at >= _json.Length || _json[at] != (byte)':')
        {
            return false;
        }

        at = BehindSpace(at + 1);
        if (at >= _json.Length || _json[at] != (byte)'"')
        {
            return false;
        }

        var start = at + 1;
        var length = LengthOf(_json[start..]);
        if (length <= 0)
        {
            return false;
        }

        Current = _json.Slice(start, length);
        _at = start + length;
        return true;
    }

    private readonly int BehindSpace(int at)
    {
        var rest = _json[at..].IndexOfAnyExcept(" \t\r\n"u8);
        return rest < 0 ? _json.Length : at + rest;
    }

    /// <summary>Returns the length of the string's content; -1 if the string has no end.</summary>
    private static int LengthOf(ReadOnlySpan<byte> text)
    {
        for (var at = 0; ;)
        {
            var found = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (text[at] == (byte)'"')
            {
                return at;
            }

            at += 2;
            if (at > text.Length)
            {
                return -1;
            }
        }
    }
}

/// <summary>Removes JSON escapes from signatures. System.Text.Json escapes the <c>+</c> of base64 by default, PHP's json_encode escapes the <c>/</c>.</summary>
internal static class SignatureText
{
    private const int EscapeLength = 6;

    /// <summary>Removes the escapes of ASCII characters. Other escapes stay, valid or not: the document has not been parsed.</summary>
    /// <param name="escaped">The inside of a JSON string.</param>
    public static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\'))
        {
            return escaped;
        }

        Span<byte> plain = new byte[escaped.Length];
        var length = 0;
        while (!escaped.IsEmpty)
        {
            var (character, used) = escaped switch
            {
                [(byte)'\\', (byte)'/', ..] => ((byte)'/', 2),
                [(byte)'\\', (byte)'u', ..] when TryReadAscii(escaped, out var code) => (code, EscapeLength),
                _ => (escaped[0], 1),
            };
            plain[length++] = character;
            escaped = escaped[used..];
        }

        return plain[..length];
    }

    private static bool TryReadAscii(ReadOnlySpan<byte> escape, out byte code)
    {
        code = 0;
        if (escape.Length < EscapeLength
            || !Utf8Parser.TryParse(escape[2..EscapeLength], out uint value, out var used, 'x') || used < EscapeLength - 2 || value > sbyte.MaxValue)
        {
            return false;
        }

        code = (byte)value;
        return true;
    }
}
