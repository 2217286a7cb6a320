using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Application.Affinity;

/// <summary>
/// Finds reasoning signatures, and other data that a provider encrypts for itself, in a request, a response or a frame, by the names of
/// the members that hold them: a few vectorised searches, which find every signature and now and then another member of the same name.
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

                // a quote behind a backslash belongs to a text
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

    /// <summary>Measures the inside of a string; -1 when it does not end.</summary>
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
