using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Names;

namespace RouterMaestro.Application.Pricing;

/// <summary>Explains which price counts for a model now.</summary>
/// <param name="Name">A qualified id, a bare name or an alias.</param>
internal sealed record ExplainPrice(string Name) : IRequest<PriceExplanation>, IRouterMaestroRequest;

internal sealed class ExplainPriceHandler(IGatewayState gateway, IPriceExplainer prices, TimeProvider clock) : IRequestHandler<ExplainPrice, PriceExplanation>
{
    public async Task<PriceExplanation> Handle(ExplainPrice request, CancellationToken cancellationToken)
    {
        if (RequestedName.ErrorOf(request.Name) is { } invalid)
        {
            throw new RouterException(invalid);
        }

        var snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        var plan = CallPlanner.PlanName(request.Name, snapshot);
        var at = clock.GetUtcNow();
        if (plan.Error is not { } error)
        {
            return prices.Explain(plan.Candidates[0].Model, at);
        }

        // a price can be asked for before the provider has a key
        return ModelRef.TryParse(request.Name, out var model) && snapshot.Catalog.FindProvider(model.Provider) is { IsUsable: false } provider
            && prices.Explain(new ModelRef(provider.Id, model.Id), at) is { Price: not null } known
                ? known
                : throw new RouterException(error);
    }
}
