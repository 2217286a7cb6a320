using System.Buffers.Text;
using System.Text.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Application.Tokens;

/// <summary>Reads a provider's response to a token count.</summary>
internal static class CountDocument
{
    /// <summary>Reads the number of tokens.</summary>
    /// <param name="document">The response.</param>
    /// <param name="tokens">The number of tokens.</param>
    /// <returns>True if the document is a token count.</returns>
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
