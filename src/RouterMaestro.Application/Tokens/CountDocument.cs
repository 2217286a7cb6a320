using System.Buffers.Text;
using System.Text.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Application.Tokens;

/// <summary>Reads a provider's answer to the question how large a request is.</summary>
internal static class CountDocument
{
    /// <summary>Reads the number.</summary>
    /// <param name="document">The answer.</param>
    /// <param name="tokens">The number of tokens.</param>
    /// <returns>Whether this is such an answer.</returns>
    public static bool TryRead(ReadOnlySpan<byte> document, out int tokens)
    {
        tokens = 0;
        if (!MemberProbe.TryFind(document, "input_tokens"u8, out var value) || value.Kind != JsonValueKind.Number)
        {
            return false;
        }

        var digits = document.Slice(value.Place.Start, value.Place.Length);
        return Utf8Parser.TryParse(digits, out tokens, out var length) && length == digits.Length && tokens >= 0;
    }
}
