using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Models;

/// <summary>
/// Lists the models by their qualified ids, then the models of one family by their own ids too, then the automatic model and the aliases.
/// Claude Code 2.1.330 ignores ids that do not begin with claude or anthropic; test Claude_models_are_listed_and_found_by_their_bare_ids_too.
/// </summary>
/// <param name="Family">The prefix of the family's ids, such as <c>claude</c>; null for none.</param>
internal sealed record ListNamedModels(string? Family) : IRequest<EquatableArray<NamedModel>>, IRouterMaestroRequest;

internal sealed class ListNamedModelsHandler(IGatewayState gateway) : IRequestHandler<ListNamedModels, EquatableArray<NamedModel>>
{
    public async Task<EquatableArray<NamedModel>> Handle(ListNamedModels request, CancellationToken cancellationToken)
    {
        var snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        var models = ModelOrder.Sort(snapshot.Catalog.UsableModels, snapshot.Settings.Priorities).ToArray();
        return models.Select(NamedModel.Of)
            .Concat(request.Family is { } family ? OfFamily(family, models, snapshot) : [])
            .Concat(GatewayNames.List(snapshot))
            .DistinctBy(model => model.Name)
            .ToEquatableArray();
    }

    private static IEnumerable<NamedModel> OfFamily(string family, ModelCard[] models, GatewaySnapshot snapshot) => models
        .Select(card => new NamedModel(card.Ref.Id, card))
        .Where(model => model.Name.StartsWith(family, StringComparison.OrdinalIgnoreCase))
        .DistinctBy(model => model.Name)
        .Where(model => Reaches(model, snapshot));

    // an alias may give such a name to another model
    private static bool Reaches(NamedModel model, GatewaySnapshot snapshot)
    {
        var plan = CallPlanner.PlanName(model.Name, snapshot);
        return plan.Error is null && plan.Candidates[0].Card is { } card && card.Ref.Id == model.Name;
    }
}
