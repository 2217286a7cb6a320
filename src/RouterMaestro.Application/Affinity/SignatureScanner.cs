using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Affinity;

/// <summary>
/// Finds the seals of reasoning, and what else a provider encrypts for itself, in the JSON of a dialect, be it a request, an answer or a
/// frame, by the names of the members that hold them: a few vectorised looks, which find every seal and now and then something else of the same name.
/// </summary>
/// <param name="json">The document.</param>
/// <param name="protocol">The dialect.</param>
internal ref struct SignatureScanner(ReadOnlySpan<byte> json, WireProtocol protocol)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private readonly bool _mayHoldData = MayHoldData(json, protocol);
    private readonly bool _mayHoldSignatures = protocol == WireProtocol.AnthropicMessages || MayHoldData(json, protocol);
    private int _name;
    private int _at;

    /// <summary>Gets the seal that was found: the inside of a JSON string, escapes and all; never empty.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Moves to the next seal.</summary>
    /// <returns>False behind the last one.</returns>
    public bool MoveNext()
    {
        for (; _name < 4; (_name, _at) = (_name + 1, 0))
        {
            var name = Name();
            while (!name.IsEmpty && _json[_at..].IndexOf(name) is var found and >= 0)
            {
                var (start, behind) = (_at + found, _at + found + name.Length);
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

    private static bool MayHoldData(ReadOnlySpan<byte> json, WireProtocol protocol) =>
        protocol == WireProtocol.AnthropicMessages ? json.IndexOf("redacted_thinking"u8) >= 0
        : protocol == WireProtocol.OpenAIChat && json.IndexOf("\"reasoning_details\""u8) >= 0;

    private readonly ReadOnlySpan<byte> Name() => _name switch
    {
        0 => _mayHoldSignatures ? "\"signature\""u8 : default,
        1 => _mayHoldData ? "\"data\""u8 : default,
        2 => protocol == WireProtocol.OpenAIChat ? default : "\"encrypted_content\""u8,
        _ => protocol == WireProtocol.OpenAIChat ? "\"reasoning_opaque\""u8 : default,
    };

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
