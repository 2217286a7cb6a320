using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;

namespace RouterMaestro.Application.Configuration;

/// <summary>Reads the routing settings.</summary>
internal sealed record GetRouting : IRequest<RoutingDocument>, IRouterMaestroRequest;

internal sealed class GetRoutingHandler(IPrioritiesStore store) : IRequestHandler<GetRouting, RoutingDocument>
{
    public Task<RoutingDocument> Handle(GetRouting request, CancellationToken cancellationToken) =>
        Task.FromResult(RoutingDocument.Of(store.Read()));
}
