using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;

namespace RouterMaestro.Application.Configuration;

/// <summary>Reads the routing settings.</summary>
internal sealed record GetRouting : IRequest<RoutingDocument>, IRouterMaestroRequest;

internal sealed class GetRoutingHandler(IRoutingSettingsStore store) : IRequestHandler<GetRouting, RoutingDocument>
{
    public async Task<RoutingDocument> Handle(GetRouting request, CancellationToken cancellationToken) =>
        RoutingDocument.Of(await store.ReadAsync(cancellationToken).ConfigureAwait(false));
}
