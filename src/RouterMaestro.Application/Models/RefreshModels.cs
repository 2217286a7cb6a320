using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;

namespace RouterMaestro.Application.Models;

/// <summary>Reloads the configuration and the model lists. Returns the number of usable models.</summary>
internal sealed record RefreshModels : IRequest<int>, IRouterMaestroRequest;

internal sealed class RefreshModelsHandler(IGatewayState gateway) : IRequestHandler<RefreshModels, int>
{
    public async Task<int> Handle(RefreshModels request, CancellationToken cancellationToken) =>
        (await gateway.RefreshAsync(cancellationToken).ConfigureAwait(false)).Catalog.UsableModels.Count;
}
