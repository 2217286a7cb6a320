using System.Buffers.Text;

namespace RouterMaestro.Protocols.Json;

/// <summary>Reads keys that are spelled with escape sequences, as no known client does and an attacker might.</summary>
internal static class JsonKeys
{
    /// <summary>The most characters that a name has that matters.</summary>
    public const int Longest = 64;

    /// <summary>Decodes a key if it is plain ASCII, as all keys are that matter.</summary>
    /// <param name="key">The key as it stands between its quotes, valid JSON.</param>
    /// <param name="name">Takes the name.</param>
    /// <param name="length">The name's length.</param>
    /// <returns>False when the name does not fit or has other characters.</returns>
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
