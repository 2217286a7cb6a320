using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tools;

/// <summary>The tools of one request whose names its provider would refuse: it knows them by other names, the caller by its own.</summary>
public sealed class ToolNames
{
    private readonly Dictionary<string, string> _own;

    private ToolNames(Dictionary<string, string> own) => _own = own;

    /// <summary>Gives the tools of a request, and the calls in it, names that a dialect's providers take: for each name always the same.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The dialect.</param>
    /// <returns>The request as it is to be told, and the way back; the request itself and null when all names may stay.</returns>
    public static (ChatRequest Request, ToolNames? Names) Fit(ChatRequest request, WireProtocol target)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(target);
        if (ToolNameFitting.IsIdle(request, target))
        {
            return (request, null);
        }

        var fitting = new ToolNameFitting(target);
        var told = fitting.Apply(request);
        return (told, fitting.Own.Count == 0 ? null : new ToolNames(fitting.Own));
    }

    /// <summary>Gives the calls of an answer the caller's names.</summary>
    /// <param name="response">The answer.</param>
    public ChatResponse Restore(ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response with { Parts = response.Parts.Select(Restore).ToEquatableArray() };
    }

    /// <summary>Gives an event of a stream, if it starts a call, the caller's name.</summary>
    /// <param name="slice">The event.</param>
    public ChatEventSpan Restore(in ChatEventSpan slice)
    {
        if (slice is not { Kind: ChatEventKind.PartStarted, PartKind: PartKind.ToolCall } || !_own.TryGetValue(JsonText.CopyEscaped(slice.Name).ToString(), out var own))
        {
            return slice;
        }

        JsonText name = own;
        return ChatEventSpan.ToolCallStarted(slice.Index, slice.CallId, name.Escaped.Span);
    }

    private ContentPart Restore(ContentPart part) => part is ToolCallPart call && _own.TryGetValue(call.Name, out var own) ? call with { Name = own } : part;
}
