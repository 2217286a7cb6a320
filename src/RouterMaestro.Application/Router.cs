using System.Runtime.CompilerServices;
using MediatR;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Models;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Application;

/// <summary>Sends each call to its handler through the mediator.</summary>
internal sealed class Router(IMediator mediator, MemoryBudget memory) : IRouter
{
    public Task<ChatResponse> AskAsync(string model, string text, CancellationToken cancellationToken) =>
        AskAsync(new ChatRequest(model, [Message.User(text)]), cancellationToken);

    public async Task<ChatResponse> AskAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var call = new InboundCall(request with { Stream = false }) { Memory = memory };
        var reply = await RelayAsync(call, cancellationToken).ConfigureAwait(false);
        await using (reply.ConfigureAwait(false))
        {
            // the parts refer to a pooled buffer, which goes back to the pool with the reply
            var response = ((BufferedResponse)reply.Response).Response;
            return ChatResponseCopy.Of(response) with { Model = reply.ServedBy.QualifiedId };
        }
    }

    public IAsyncEnumerable<ChatEvent> StreamAsync(string model, string text, CancellationToken cancellationToken) =>
        StreamAsync(new ChatRequest(model, [Message.User(text)]), cancellationToken);

    public IAsyncEnumerable<ChatEvent> StreamAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return EventsAsync(request with { Stream = true }, cancellationToken);
    }

    public Task<ChatReply> RelayAsync(InboundCall call, CancellationToken cancellationToken) =>
        call?.StoredResponse is null ? mediator.Send(new RelayChat(call!), cancellationToken) : mediator.Send(new ForwardStoredResponse(call), cancellationToken);

    public Task<TokenCount> CountTokensAsync(InboundCall call, CancellationToken cancellationToken) =>
        mediator.Send(new CountTokens(call), cancellationToken);

    public Task<EquatableArray<ModelCard>> ListModelsAsync(CancellationToken cancellationToken) =>
        mediator.Send(new ListModels(), cancellationToken);

    public Task<ModelCard> FindModelAsync(string name, CancellationToken cancellationToken) =>
        mediator.Send(new FindModel(name), cancellationToken);

    public Task<RouteExplanation> ExplainAsync(RequestFacts facts, WireProtocol? caller, CancellationToken cancellationToken) =>
        mediator.Send(new ExplainRoute(facts, caller), cancellationToken);

    public Task<RouteExplanation> ExplainAsync(InboundCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return mediator.Send(new ExplainRoute(call.Facts, call.Protocol) { Call = call }, cancellationToken);
    }
    private async IAsyncEnumerable<ChatEvent> EventsAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = new InboundCall(request) { Memory = memory };
        var reply = await RelayAsync(call, cancellationToken).ConfigureAwait(false);
        await using (reply.ConfigureAwait(false))
        {
            var (stream, batch) = ((EventStream)reply.Response, new EventBatch());
            while (await stream.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                stream.Drain(batch);
                foreach (var chatEvent in batch.Events)
                {
                    yield return chatEvent switch
                    {
                        ChatEvent.Started started => started with { Model = reply.ServedBy.QualifiedId },
                        ChatEvent.Failed failed => throw new RouterException(
                            RouterError.From(failed.Failure) with { Model = reply.ServedBy, Attempts = reply.Attempts }),
                        _ => chatEvent,
                    };
                }

                batch.Events.Clear();
            }
        }
    }

    /// <summary>Keeps the events that arrive together.</summary>
    private sealed class EventBatch : IChatEventSink
    {
        public List<ChatEvent> Events { get; } = [];

        public void Write(in ChatEventSpan span) => Events.Add(span.ToEvent());
    }
}
