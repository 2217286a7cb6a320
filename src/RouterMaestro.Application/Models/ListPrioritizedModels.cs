using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Models;

/// <summary>Lists the usable models with their places among the priorities: the priorities first.</summary>
internal sealed record ListPrioritizedModels : IRequest<EquatableArray<PrioritizedModel>>, IRouterMaestroRequest;

internal sealed class ListPrioritizedModelsHandler(IGatewayState gateway) : IRequestHandler<ListPrioritizedModels, EquatableArray<PrioritizedModel>>
{
    public async Task<EquatableArray<PrioritizedModel>> Handle(ListPrioritizedModels request, CancellationToken cancellationToken)
    {
        var snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        var priorities = snapshot.Settings.Priorities;
        var places = priorities.Distinct().Index().ToDictionary(p => p.Item, p => p.Index + 1);
        return ModelOrder.Sort(snapshot.Catalog.UsableModels, priorities)
            .Select(card => new PrioritizedModel(card, places.TryGetValue(card.Ref.QualifiedId, out var place) ? place : null))
            .ToEquatableArray();
    }
}

/// <summary>A model, and its place among the priorities.</summary>
/// <param name="Card">The model.</param>
/// <param name="Priority">Its place, from 1; null if it has none.</param>
internal sealed record PrioritizedModel(ModelCard Card, int? Priority);
