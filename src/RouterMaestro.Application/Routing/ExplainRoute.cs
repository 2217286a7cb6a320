using MediatR;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Application.Routing;

/// <summary>Explains the route of a request without calling a provider.</summary>
/// <param name="Facts">The facts of the request that routing reads.</param>
/// <param name="Caller">The caller's protocol; null for callers within the process.</param>
public sealed record ExplainRoute(RequestFacts Facts, WireProtocol? Caller) : IRequest<RouteExplanation>, IRouterMaestroRequest
{
    /// <summary>Gets the request, from which losses are forecast; null if only its facts are known. The sender disposes it.</summary>
    public InboundCall? Call { get; init; }
}

internal sealed class ExplainRouteHandler(IGatewayState gateway, CallPlanner planner) : IRequestHandler<ExplainRoute, RouteExplanation>
{
    public async Task<RouteExplanation> Handle(ExplainRoute request, CancellationToken cancellationToken)
    {
        if (RequestedName.ErrorOf(request.Facts.Model) is { } error)
        {
            throw new RouterException(error);
        }

        var snapshot = gateway.Current;
        if (RoutePlanner.DependsOnLists(request.Facts, snapshot.Routes))
        {
            snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        }

        var call = request.Call ?? new InboundCall(request.Facts, request.Caller is { } caller ? snapshot.Codecs.InboundFor(caller) : null);
        var planned = planner.Plan(call, snapshot);
        return new RouteExplanation(call.Facts, planned.Plan, snapshot.Settings)
        {
            Steps = planned.Plan.Candidates.Select(candidate => Explain(planned, candidate)).ToEquatableArray(),
        };
    }

    private static RouteStep Explain(PlannedCall planned, Candidate candidate)
    {
        var call = planned.CallTo(candidate);
        var forecast = planned.Call.HasContent ? RouteLosses.Forecast(call, planned.Snapshot) : null;
        return new RouteStep(call)
        {
            Health = planned.Health.Of(planned.KeysOf(candidate.Model), planned.Now),
            Losses = forecast?.Fields,
            Refusal = forecast?.Refusal,
        };
    }
}
