using System.Buffers.Text;
using System.Text.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.TokenCounts;

/// <summary>Reads token counts with the member <c>input_tokens</c>.</summary>
internal static class InputTokensDocument
{
    /// <summary>Reads the number of tokens.</summary>
    /// <param name="document">A provider's response.</param>
    /// <returns>The number of tokens; null if the document is not a token count.</returns>
    public static int? Read(ReadOnlyMemory<byte> document)
    {
        if (!MemberProbe.TryFind(document.Span, "input_tokens"u8, out var value) || value.Kind != JsonValueKind.Number)
        {
            return null;
        }

        var digits = document.Span.Slice(value.Place.Start, value.Place.Length);
        return Utf8Parser.TryParse(digits, out int tokens, out var length) && length == digits.Length && tokens >= 0 ? tokens : null;
    }
}
