using MediatR;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Models;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Application;

/// <summary>Sends each call to its handler through the mediator.</summary>
internal sealed class Router(IMediator mediator) : IRouter
{
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
}
