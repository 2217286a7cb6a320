namespace RouterMaestro.Domain.Chat;

/// <summary>Copies a response out of the buffer that its texts and JSON values refer to.</summary>
internal static class ChatResponseCopy
{
    /// <summary>Returns an equal response that refers to no buffer.</summary>
    /// <param name="response">The response.</param>
    public static ChatResponse Of(ChatResponse response) =>
        response with { Parts = Of(response.Parts), Extensions = Of(response.Extensions) };

    private static EquatableArray<ContentPart> Of(EquatableArray<ContentPart> parts) => parts.Select(Of).ToEquatableArray();

    private static ContentPart Of(ContentPart part)
    {
        ContentPart copy = part switch
        {
            TextPart text => text with { Text = Of(text.Text) },
            RefusalPart refusal => refusal with { Text = Of(refusal.Text) },
            ReasoningPart reasoning => reasoning with { Text = Of(reasoning.Text) },
            RedactedReasoningPart redacted => redacted with { Data = Of(redacted.Data) },
            ToolCallPart call => call with { Arguments = Of(call.Arguments) },
            ToolResultPart result => result with { Content = Of(result.Content) },
            ImagePart image => image with { Source = Of(image.Source) },
            DocumentPart document => document with { Source = Of(document.Source) },
            _ => part,
        };
        return part.Extensions.IsEmpty ? copy : copy with { Extensions = Of(part.Extensions) };
    }

    private static MediaSource Of(MediaSource source) => source switch
    {
        MediaSource.Base64 bytes => bytes with { Data = Of(bytes.Data) },
        MediaSource.Url url => url with { Address = Of(url.Address) },
        MediaSource.Text text => text with { Content = Of(text.Content) },
        MediaSource.Blocks blocks => blocks with { Parts = Of(blocks.Parts) },
        _ => source,
    };

    private static Extensions Of(Extensions extensions) => extensions.IsEmpty
        ? extensions
        : extensions with { Fields = extensions.Fields.Select(field => field with { Value = Of(field.Value) }).ToEquatableArray() };

    private static JsonText Of(JsonText text) => JsonText.CopyEscaped(text.Escaped.Span);

    private static RawJson Of(RawJson json) => new(json.Utf8.ToArray());
}
