using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Models;

/// <summary>Lists the usable models: the priorities first, then by provider and name.</summary>
public sealed record ListModels : IRequest<EquatableArray<ModelCard>>, IRouterMaestroRequest;

internal sealed class ListModelsHandler(IGatewayState gateway) : IRequestHandler<ListModels, EquatableArray<ModelCard>>
{
    public async Task<EquatableArray<ModelCard>> Handle(ListModels request, CancellationToken cancellationToken)
    {
        var snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        return ModelOrder.Sort(snapshot.Catalog.UsableModels, snapshot.Settings.Priorities).ToEquatableArray();
    }
}
