namespace RouterMaestro.Domain.Chat;

/// <summary>Hands records to sinks.</summary>
public static class ChatEventSinkExtensions
{
    /// <summary>Writes an event that is held as a record.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="chatEvent">The event.</param>
    public static void Write(this IChatEventSink sink, ChatEvent chatEvent)
    {
        ArgumentNullException.ThrowIfNull(sink);
        sink.Write(chatEvent switch
        {
            ChatEvent.Started started => ChatEventSpan.Started(started),
            ChatEvent.PartStarted { Kind: PartKind.ToolCall } part =>
                ChatEventSpan.ToolCallStarted(part.Index, part.CallId.Escaped.Span, part.Name.Escaped.Span),
            ChatEvent.PartStarted { Kind: PartKind.RedactedReasoning } part => ChatEventSpan.RedactedStarted(part.Index, part.Data.Escaped.Span),
            ChatEvent.PartStarted part => ChatEventSpan.PartStarted(part.Index, part.Kind),
            ChatEvent.PartDelta delta => ChatEventSpan.PartDelta(delta.Index, delta.Text.Escaped.Span),
            ChatEvent.SignatureDelta delta => ChatEventSpan.SignatureDelta(delta.Index, delta.Signature.Escaped.Span),
            ChatEvent.PartEnded ended => ChatEventSpan.PartEnded(ended.Index),
            ChatEvent.Completed completed => ChatEventSpan.Completed(completed),
            ChatEvent.Failed failed => ChatEventSpan.Failed(failed),
            _ => throw new ArgumentOutOfRangeException(nameof(chatEvent)),
        });
    }

    /// <summary>Writes a whole response as the events that would have streamed it.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="response">The response.</param>
    public static void Write(this IChatEventSink sink, ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        foreach (var chatEvent in ChatResponseEvents.Of(response))
        {
            sink.Write(chatEvent);
        }
    }
}
