using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Models;

/// <summary>Finds the model with a name.</summary>
/// <param name="Name">A qualified id, or a bare name.</param>
internal sealed record FindModel(string Name) : IRequest<ModelCard>, IRouterMaestroRequest;

internal sealed class FindModelHandler(IGatewayState gateway) : IRequestHandler<FindModel, ModelCard>
{
    public async Task<ModelCard> Handle(FindModel request, CancellationToken cancellationToken) =>
        Find(request.Name, await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Finds the model with a name.</summary>
    /// <exception cref="RouterException">There is no such model.</exception>
    internal static ModelCard Find(string name, GatewaySnapshot snapshot)
    {
        var plan = CallPlanner.PlanName(name, snapshot);
        if (plan.Error is { } error)
        {
            throw new RouterException(error);
        }

        return plan.Candidates[0].Card
            ?? throw new RouterException(RouterError.UnknownModel(name, "its provider does not list it"));
    }
}
