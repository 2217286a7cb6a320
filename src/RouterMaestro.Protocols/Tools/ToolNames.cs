using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tools;

/// <summary>Maps the names of tools that a provider would refuse to names that it accepts, and back.</summary>
public sealed class ToolNames
{
    private readonly Dictionary<string, string> _own;

    private ToolNames(Dictionary<string, string> own) => _own = own;

    /// <summary>Renames the tools and calls of a request for a protocol. A name always gets the same replacement.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The description of the protocol.</param>
    /// <returns>The renamed request and the map back; the request itself and null if all names are allowed.</returns>
    public static (ChatRequest Request, ToolNames? Names) Fit(ChatRequest request, ProtocolDescription target)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(target);
        if (ToolNameFitting.AllowsAllNames(request, target))
        {
            return (request, null);
        }

        var fitting = new ToolNameFitting(target);
        var renamed = fitting.Apply(request);
        return (renamed, fitting.Own.Count == 0 ? null : new ToolNames(fitting.Own));
    }

    /// <summary>Restores the caller's names in the calls of a response.</summary>
    /// <param name="response">The response.</param>
    public ChatResponse Restore(ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response with { Parts = response.Parts.Select(Restore).ToEquatableArray() };
    }

    /// <summary>Restores the caller's name in an event that starts a call.</summary>
    /// <param name="span">The event.</param>
    public ChatEventSpan Restore(in ChatEventSpan span)
    {
        if (span is not { Kind: ChatEventKind.PartStarted, PartKind: PartKind.ToolCall } || !_own.TryGetValue(JsonText.CopyEscaped(span.Name).ToString(), out var own))
        {
            return span;
        }

        JsonText name = own;
        return ChatEventSpan.ToolCallStarted(span.Index, span.CallId, name.Escaped.Span);
    }

    private ContentPart Restore(ContentPart part) => part is ToolCallPart call && _own.TryGetValue(call.Name, out var own) ? call with { Name = own } : part;
}
