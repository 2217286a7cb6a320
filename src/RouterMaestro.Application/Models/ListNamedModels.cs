using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Models;

/// <summary>
/// Lists the models that can be asked under their qualified ids, and behind those the models of one family also under their
/// makers' own ids: some clients take no others.
/// </summary>
/// <param name="Family">How the family's ids begin, such as <c>claude</c>.</param>
public sealed record ListNamedModels(string Family) : IRequest<EquatableArray<NamedModel>>, IRouterMaestroRequest;

internal sealed class ListNamedModelsHandler(IGatewayState gateway) : IRequestHandler<ListNamedModels, EquatableArray<NamedModel>>
{
    public async Task<EquatableArray<NamedModel>> Handle(ListNamedModels request, CancellationToken cancellationToken)
    {
        var snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        var models = ModelOrder.Sort(snapshot.Catalog.UsableModels, snapshot.Settings.Priorities).ToArray();
        var family = models
            .Select(card => new NamedModel(BareId(card), card))
            .Where(model => model.Name.StartsWith(request.Family, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(model => model.Name)
            .Where(model => Means(model, snapshot.Routes));
        return models.Select(card => new NamedModel(card.Ref.QualifiedId, card)).Concat(family).ToEquatableArray();
    }

    private static string BareId(ModelCard card) => card.Ref.Id[(card.Ref.Id.LastIndexOf('/') + 1)..];

    // a name is only listed if a request under it reaches such a model
    private static bool Means(NamedModel model, RouteTable routes)
    {
        var plan = RoutePlanner.Plan(new RequestFacts(model.Name) { Operation = CallOperation.Lookup }, routes, HealthSnapshot.Clear, DateTimeOffset.UnixEpoch, seed: 0);
        return plan.Error is null && plan.Candidates[0].Card is { } card && BareId(card) == model.Name;
    }
}

/// <summary>A model under one of its names.</summary>
/// <param name="Name">The name: its qualified id, or a shorter one that means it too.</param>
/// <param name="Card">The model.</param>
public sealed record NamedModel(string Name, ModelCard Card);
