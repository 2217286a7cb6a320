using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Tokens;

/// <summary>
/// Estimates the tokens of a prompt by the lengths of its texts alone, which costs next to nothing: for the number that stands at the start of a stream and
/// is corrected at its end. <see cref="TokenEstimate"/> counts by vocabularies.
/// </summary>
internal static class QuickEstimate
{
    // English text and code have four to five bytes a token in the vocabularies of all vendors
    private const int BytesPerToken = 4;
    private const int PerPart = 4;
    private const int PerImage = 1500;

    /// <summary>Estimates a request.</summary>
    /// <returns>The tokens, 1 at least.</returns>
    public static int Of(ChatRequest request)
    {
        var tokens = 1L;
        foreach (var message in request.Messages)
        {
            foreach (var part in message.Parts)
            {
                tokens += Of(part);
            }
        }

        foreach (var tool in request.Tools)
        {
            tokens += tool is Tool.Function function
                ? OfBytes(function.Name.Length + (function.Description?.Escaped.Length ?? 0) + (function.Parameters?.Utf8.Length ?? 0))
                : PerPart;
        }

        return (int)Math.Min(int.MaxValue, tokens);
    }

    private static long Of(ContentPart part) => part switch
    {
        TextPart text => OfBytes(text.Text.Escaped.Length),
        RefusalPart refusal => OfBytes(refusal.Text.Escaped.Length),
        ReasoningPart reasoning => OfBytes(reasoning.Text.Escaped.Length),
        RedactedReasoningPart redacted => (long)EncryptedReasoningSize.TokensOf(redacted.Data.Escaped.Length),
        ToolCallPart call => OfBytes(call.Name.Length + (call.BrokenArguments?.Length ?? call.Arguments.Utf8.Length)),
        ToolResultPart result => PerPart + result.Content.Sum(Of),
        ImagePart => PerImage,
        DocumentPart document => OfDocument(document.Source),
        _ => PerPart,
    };

    private static long OfDocument(MediaSource source) => source switch
    {
        MediaSource.Text text => OfBytes(text.Content.Escaped.Length),
        MediaSource.Blocks blocks => blocks.Parts.Sum(Of),
        MediaSource.Base64 file => DocumentSize.TokensOfLength(file.Data.Escaped.Length),
        _ => DocumentSize.PerPage,
    };

    private static long OfBytes(int length) => PerPart + (length / BytesPerToken);
}
