using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>What requests and answers mean, without the freedom that protocols have in putting it.</summary>
internal static class Meaning
{
    /// <summary>Two turns of one speaker in a row are one turn, unless something is said of either.</summary>
    public static ChatRequest Of(ChatRequest request)
    {
        var messages = new List<Message>();
        foreach (var message in request.Messages)
        {
            if (messages is [.., var last] && last.Role == message.Role && last is { Name: null, Extensions.IsEmpty: true } && message is { Name: null, Extensions.IsEmpty: true })
            {
                messages[^1] = last with { Parts = last.Parts.Concat(message.Parts).ToEquatableArray() };
            }
            else
            {
                messages.Add(message);
            }
        }

        return request with { Messages = messages.ToEquatableArray() };
    }

    /// <summary>Who answered under which id is not what was answered: writers put the gateway's own there.</summary>
    public static ChatResponse Of(ChatResponse response) => response with { Id = null, Model = null, Created = null };

    /// <summary>Folds events, which must be a complete answer.</summary>
    public static ChatResponse Fold(IEnumerable<ChatEvent> events)
    {
        var builder = new ChatResponseBuilder();
        foreach (var chatEvent in events)
        {
            builder.Write(chatEvent);
        }

        Assert.True(builder.IsComplete, builder.Failure?.Message);
        return builder.Build();
    }
}
