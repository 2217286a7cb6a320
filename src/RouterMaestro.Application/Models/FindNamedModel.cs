using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Models;

/// <summary>Finds the model with a name, under the name by which the list of models holds it.</summary>
/// <param name="Name">A qualified id, a bare name, an alias or the automatic model.</param>
/// <param name="Family">The prefix of ids that are listed without their provider too; null if there is none.</param>
internal sealed record FindNamedModel(string Name, string? Family) : IRequest<NamedModel>, IRouterMaestroRequest;

internal sealed class FindNamedModelHandler(IGatewayState gateway) : IRequestHandler<FindNamedModel, NamedModel>
{
    public async Task<NamedModel> Handle(FindNamedModel request, CancellationToken cancellationToken)
    {
        var snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        return GatewayNames.Find(request.Name, snapshot) ?? NameOf(FindModelHandler.Find(request.Name, snapshot), request);
    }

    private static NamedModel NameOf(ModelCard model, FindNamedModel request) =>
        request.Family is { } family && request.Name.StartsWith(family, StringComparison.OrdinalIgnoreCase) && model.Ref.Id == request.Name
            ? new(request.Name, model)
            : NamedModel.Of(model);
}
