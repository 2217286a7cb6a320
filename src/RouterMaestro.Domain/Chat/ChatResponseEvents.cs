using System.Runtime.CompilerServices;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Domain.Chat;

/// <summary>Lists the events that would have streamed a whole response, and reads responses from events.</summary>
public static class ChatResponseEvents
{
    /// <summary>Lists the events of a response; folding them with <see cref="ChatResponseBuilder"/> gives the response back.</summary>
    /// <param name="response">The response.</param>
    public static IEnumerable<ChatEvent> Of(ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Events(response);
    }

    /// <summary>Reads the text of a stream, piece by piece as it arrives, without reasoning, refusals and tool calls.</summary>
    /// <param name="events">The events of the stream.</param>
    public static IAsyncEnumerable<string> ReadTextAsync(this IAsyncEnumerable<ChatEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return TextPieces(events);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="events">The events of the stream.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>The whole response.</returns>
    /// <exception cref="RouterException">The stream broke off.</exception>
    public static async Task<ChatResponse> ToChatResponseAsync(this IAsyncEnumerable<ChatEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        var builder = new ChatResponseBuilder();
        await foreach (var chatEvent in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            builder.Write(chatEvent);
        }

        return builder.Failure is { } failure ? throw new RouterException(RouterError.From(failure)) : builder.Build();
    }

    private static async IAsyncEnumerable<string> TextPieces(
        IAsyncEnumerable<ChatEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        HashSet<int> texts = [];
        await foreach (var chatEvent in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (chatEvent is ChatEvent.PartStarted { Kind: PartKind.Text } started)
            {
                texts.Add(started.Index);
            }
            else if (chatEvent is ChatEvent.PartDelta delta && texts.Contains(delta.Index))
            {
                yield return delta.Text.ToString();
            }
        }
    }

    private static IEnumerable<ChatEvent> Events(ChatResponse response)
    {
        yield return new ChatEvent.Started(response.Id, response.Model, response.Created, response.Usage);
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
