using System.Text;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>Asks a provider's customizer for the changes of a request. Without a customizer nothing is computed.</summary>
internal static class RequestCustomization
{
    /// <summary>Gets the changes of a call; null if there is no customizer.</summary>
    public static RequestChanges? Of(IRequestCustomizer? customizer, CandidateCall call, UpstreamRoute route) =>
        customizer is null ? null : Of(customizer, call, route, KindOf(call.Call.Facts.Operation));

    /// <summary>Gets the changes of a request about a call; null if there is no customizer.</summary>
    public static RequestChanges? Of(IRequestCustomizer? customizer, CandidateCall call, UpstreamRoute route, UpstreamRequestKind kind)
    {
        if (customizer is null)
        {
            return null;
        }

        var facts = call.Call.Facts;
        return Ask(customizer, new(kind, route.Protocol)
        {
            Model = call.Candidate.Model,
            IsStream = facts.Stream,
            HasImages = facts.HasImages,
            Initiator = kind is UpstreamRequestKind.Chat or UpstreamRequestKind.TokenCount ? InitiatorOf(call.Call) : RequestInitiator.Unknown,
        });
    }

    /// <summary>Gets the changes of the request for the model list; null if there is no customizer.</summary>
    public static RequestChanges? OfModelList(IRequestCustomizer? customizer, UpstreamRoute route) =>
        customizer is null ? null : Ask(customizer, new(UpstreamRequestKind.ModelList, route.Protocol));

    /// <summary>Adds the header fields to a request that has none of them yet.</summary>
    /// <exception cref="InvalidOperationException">A field cannot be sent; the customizer is to blame.</exception>
    public static void AddHeaders(HttpRequestMessage request, RequestChanges changes, string provider)
    {
        foreach (var field in changes.Fields)
        {
            if (EntryRules.ErrorOf(field) is { } error)
            {
                throw new InvalidOperationException($"The customizer of the provider '{provider}' sets the header field '{field.Name}', which {error}.");
            }

            request.Headers.TryAddWithoutValidation(field.Name, field.Value);
        }
    }

    private static RequestChanges Ask(IRequestCustomizer customizer, UpstreamRequestFacts facts)
    {
        var changes = new RequestChanges();
        customizer.Customize(facts, changes);
        return changes;
    }

    private static UpstreamRequestKind KindOf(CallOperation operation) => operation switch
    {
        CallOperation.Embeddings => UpstreamRequestKind.Embeddings,
        CallOperation.StoredResponse => UpstreamRequestKind.StoredResponse,
        _ => UpstreamRequestKind.Chat,
    };

    private static RequestInitiator InitiatorOf(InboundCall call)
    {
        var isUser = call is { Body: { } body, Description: { } protocol }
            ? IsOfUser(body.Memory.Span, call.Map, protocol)
            : IsOfUser(call.ReadRequest().Request);
        return isUser ? RequestInitiator.User : RequestInitiator.Agent;
    }

    // a codec of the host's own may not say where the conversation is
    private static bool IsOfUser(ReadOnlySpan<byte> body, BodyMap map, ProtocolDescription protocol) =>
        !map.LastTurn.IsEmpty ? LastTurnProbe.IsMessageOfUser(body.Slice(map.LastTurn.Start, map.LastTurn.Length))
        : !map.Conversation.IsEmpty ? LastTurnProbe.IsOfUser(body.Slice(map.Conversation.Start, map.Conversation.Length))
        : MemberProbe.TryFind(body, Encoding.UTF8.GetBytes(protocol.ConversationMember), out var value)
            && LastTurnProbe.IsOfUser(body.Slice(value.Place.Start, value.Place.Length));

    private static bool IsOfUser(ChatRequest request) =>
        request.Messages is { IsEmpty: false } messages
        && messages[^1] is { Role: Role.User } last
        && !last.Parts.Any(p => p is ToolResultPart);
}
