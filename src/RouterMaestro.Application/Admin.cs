using System.Text.Json.Nodes;
using MediatR;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Models;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Pricing;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.UsageReports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application;

/// <summary>Sends the requests of administration to their handlers through the mediator.</summary>
internal sealed class Admin(IMediator mediator) : IAdmin
{
    public Task<HealthReport> GetHealthAsync(CancellationToken cancellationToken) => mediator.Send(new GetHealth(), cancellationToken);

    public Task<EquatableArray<PrioritizedModel>> ListPrioritizedModelsAsync(CancellationToken cancellationToken) =>
        mediator.Send(new ListPrioritizedModels(), cancellationToken);

    public Task<EquatableArray<NamedModel>> ListNamedModelsAsync(string? family, CancellationToken cancellationToken) =>
        mediator.Send(new ListNamedModels(family), cancellationToken);

    public Task<NamedModel> FindNamedModelAsync(string name, string? family, CancellationToken cancellationToken) =>
        mediator.Send(new FindNamedModel(name, family), cancellationToken);

    public Task<int> RefreshModelsAsync(CancellationToken cancellationToken) => mediator.Send(new RefreshModels(), cancellationToken);

    public Task<PriceExplanation> ExplainPriceAsync(string name, CancellationToken cancellationToken) => mediator.Send(new ExplainPrice(name), cancellationToken);

    public Task<RoutingDocument> GetRoutingAsync(CancellationToken cancellationToken) => mediator.Send(new GetRouting(), cancellationToken);

    public Task<RoutingChange> ReplaceRoutingAsync(JsonObject content, EquatableArray<string>? revisions, CancellationToken cancellationToken) =>
        mediator.Send(new SetRouting(content, IsPatch: false, revisions), cancellationToken);

    public Task<RoutingChange> PatchRoutingAsync(JsonObject patch, EquatableArray<string>? revisions, CancellationToken cancellationToken) =>
        mediator.Send(new SetRouting(patch, IsPatch: true, revisions), cancellationToken);

    public Task<UsageReport> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken) => mediator.Send(new GetUsage(query), cancellationToken);

    public Task<UsagePage> ListUsageRequestsAsync(UsageFilter filter, string? cursor, int size, CancellationToken cancellationToken) =>
        mediator.Send(new ListUsageRequests(filter, cursor, size), cancellationToken);

    public Task<UsageNames> GetUsageNamesAsync(CancellationToken cancellationToken) => mediator.Send(new GetUsageNames(), cancellationToken);

    public Task<Statusline> GetStatuslineAsync(string? session, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        mediator.Send(new GetStatusline(session, zone), cancellationToken);
}
