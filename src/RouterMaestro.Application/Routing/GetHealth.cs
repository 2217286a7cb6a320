using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Routing;

/// <summary>Reports the health of the candidates, the state of the circuits and the last failures.</summary>
internal sealed record GetHealth : IRequest<HealthReport>, IRouterMaestroRequest;

internal sealed class GetHealthHandler(IGatewayState gateway, IHealthStore health) : IRequestHandler<GetHealth, HealthReport>
{
    public Task<HealthReport> Handle(GetHealth request, CancellationToken cancellationToken)
    {
        var (snapshot, circuits, now) = (gateway.Current, health.Current, health.Now);
        var failures = health.LastFailures;
        var models = snapshot.Settings.Priorities
            .Concat(circuits.Circuits.Keys.Where(k => k.Scope == HealthScope.Candidate).Select(k => k.Id))
            .Concat(failures.Keys)
            .Distinct()
            .Select(id => ModelRef.TryParse(id, out var model) ? model : null)
            .OfType<ModelRef>();
        return Task.FromResult(new HealthReport(now)
        {
            Candidates = models.Select(model => Report(model, snapshot, circuits, failures.GetValueOrDefault(model.QualifiedId), now)).ToEquatableArray(),
            Circuits = circuits.Circuits.Select(c => new CircuitReport(c.Key.Scope, c.Key.Id, c.Value.PhaseAt(now), c.Value)).ToEquatableArray(),
        });
    }

    private static CandidateReport Report(ModelRef model, GatewaySnapshot snapshot, HealthSnapshot circuits, RecordedFailure? failure, DateTimeOffset now)
    {
        var health = snapshot.Catalog.FindProvider(model.Provider) is { } provider
            ? circuits.Of(HealthKeys.Of(model, provider), now)
            : default;
        return new CandidateReport(model, health) { LastFailure = failure?.Failure, FailedAt = failure?.At };
    }
}
