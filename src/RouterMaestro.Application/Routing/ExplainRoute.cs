using MediatR;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
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

internal sealed class ExplainRouteHandler(IGatewayState gateway, HealthRegistry health) : IRequestHandler<ExplainRoute, RouteExplanation>
{
    public async Task<RouteExplanation> Handle(ExplainRoute request, CancellationToken cancellationToken)
    {
        var snapshot = gateway.Current;
        if (RoutePlanner.DependsOnLists(request.Facts, snapshot.Routes))
        {
            snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        }

        var circuits = health.Current;
        var now = health.Now;
        var plan = RoutePlanner.Plan(request.Facts, snapshot.Routes, circuits, now, (ulong)Random.Shared.NextInt64());
        if (request.Call is { } call)
        {
            plan = RouteLosses.Apply(AffinityRule.Apply(plan, call, snapshot), call, snapshot);
        }

        return new RouteExplanation(request.Facts, plan, snapshot.Settings)
        {
            Steps = plan.Candidates.Select(candidate => Explain(candidate, request, snapshot, circuits, now)).ToEquatableArray(),
        };
    }

    private static RouteStep Explain(
        Candidate candidate, ExplainRoute request, GatewaySnapshot snapshot, HealthSnapshot circuits, DateTimeOffset now)
    {
        var card = snapshot.CardOf(candidate.Model.Provider);
        var protocol = card.ProtocolFor(candidate.Card, request.Caller, request.Facts.Operation);
        var settings = snapshot.Settings;
        var reasoning = settings.Reasoning.For(candidate.Model, candidate.Card);
        return new RouteStep(
            candidate,
            protocol,
            request.Call is { } known
                ? UpstreamCalls.Create(known, candidate, snapshot).IsPassthrough
                : protocol == request.Caller && UpstreamCall.AllowsPassthrough(request.Facts, reasoning),
            circuits.Of(HealthKeys.Of(candidate.Model, card), now),
            AttemptLimits.For(settings.LimitsFor(candidate.Model.Provider), candidate, request.Facts),
            settings.CommitFor(candidate.Model),
            reasoning)
        {
            Losses = request.Call is { } call ? LossesOf(call, candidate, snapshot) : null,
        };
    }

    private static LossForecast LossesOf(InboundCall call, Candidate candidate, GatewaySnapshot snapshot)
    {
        try
        {
            return new(RouteLosses.Of(UpstreamCalls.Create(call, candidate, snapshot), snapshot), null);
        }
        catch (RouterException exception)
        {
            return new([], exception.Error);
        }
    }
}
