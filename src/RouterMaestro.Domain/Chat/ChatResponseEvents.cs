namespace RouterMaestro.Domain.Chat;

/// <summary>Lists the events that would have streamed a whole response.</summary>
public static class ChatResponseEvents
{
    /// <summary>Lists the events of a response; folding them with <see cref="ChatResponseBuilder"/> gives the response back.</summary>
    /// <param name="response">The response.</param>
    public static IEnumerable<ChatEvent> Of(ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Events(response);
    }

    private static IEnumerable<ChatEvent> Events(ChatResponse response)
    {
        yield return new ChatEvent.Started(response.Id, response.Model, response.Created, null);
        for (var index = 0; index < response.Parts.Count; index++)
        {
            foreach (var chatEvent in PartEvents(index, response.Parts[index]))
            {
                yield return chatEvent;
            }
        }

        yield return new ChatEvent.Completed(response.Finish, response.Usage, response.StopSequence);
    }

    private static IEnumerable<ChatEvent> PartEvents(int index, ContentPart part) => part switch
    {
        TextPart text => TextEvents(index, PartKind.Text, text.Text),
        RefusalPart refusal => TextEvents(index, PartKind.Refusal, refusal.Text),
        ReasoningPart reasoning => ReasoningEvents(index, reasoning),
        RedactedReasoningPart redacted =>
            [new ChatEvent.PartStarted(index, PartKind.RedactedReasoning) { Data = redacted.Data }, new ChatEvent.PartEnded(index)],
        ToolCallPart call =>
        [
            new ChatEvent.PartStarted(index, PartKind.ToolCall) { CallId = call.Id, Name = call.Name },
            new ChatEvent.PartDelta(index, call.BrokenArguments ?? call.Arguments.ToString()),
            new ChatEvent.PartEnded(index),
        ],
        _ => throw new ArgumentException($"An answer cannot hold a {part.GetType().Name}.", nameof(part)),
    };

    private static IEnumerable<ChatEvent> TextEvents(int index, PartKind kind, JsonText text)
    {
        yield return new ChatEvent.PartStarted(index, kind);
        if (!text.IsEmpty)
        {
            yield return new ChatEvent.PartDelta(index, text);
        }

        yield return new ChatEvent.PartEnded(index);
    }

    private static IEnumerable<ChatEvent> ReasoningEvents(int index, ReasoningPart reasoning)
    {
        yield return new ChatEvent.PartStarted(index, PartKind.Reasoning);
        if (!reasoning.Text.IsEmpty)
        {
            yield return new ChatEvent.PartDelta(index, reasoning.Text);
        }

        if (reasoning.Signature is { } signature)
        {
            yield return new ChatEvent.SignatureDelta(index, signature);
        }

        yield return new ChatEvent.PartEnded(index);
    }
}
