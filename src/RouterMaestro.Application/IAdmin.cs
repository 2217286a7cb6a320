using System.Text.Json.Nodes;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Models;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.UsageReports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application;

/// <summary>Administers the gateway, beside <see cref="IRouter"/>, which finds models and explains routes for everybody.</summary>
internal interface IAdmin
{
    /// <summary>Reports the health of the candidates, the state of the circuits and the last failures.</summary>
    /// <param name="cancellationToken">Cancels the report.</param>
    Task<HealthReport> GetHealthAsync(CancellationToken cancellationToken);

    /// <summary>Lists the usable models with their places among the priorities: the priorities first.</summary>
    /// <param name="cancellationToken">Cancels the wait for the providers' lists.</param>
    Task<EquatableArray<PrioritizedModel>> ListPrioritizedModelsAsync(CancellationToken cancellationToken);

    /// <summary>Lists the usable models by their qualified ids, then the models of one family by their own ids too, then the automatic model and the aliases.</summary>
    /// <param name="family">The prefix of the family's ids, such as <c>claude</c>; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait for the providers' lists.</param>
    Task<EquatableArray<NamedModel>> ListNamedModelsAsync(string? family, CancellationToken cancellationToken);

    /// <summary>Finds the model with a name, under the name by which the list holds it.</summary>
    /// <param name="name">A qualified id, a bare name, an alias or the automatic model.</param>
    /// <param name="family">The prefix of the ids that are listed without their provider too; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait for the providers' lists.</param>
    /// <exception cref="Domain.Failures.RouterException">There is no such model.</exception>
    Task<NamedModel> FindNamedModelAsync(string name, string? family, CancellationToken cancellationToken);

    /// <summary>Reloads the configuration and the model lists.</summary>
    /// <param name="cancellationToken">Cancels the wait for the providers' lists.</param>
    /// <returns>The number of usable models.</returns>
    Task<int> RefreshModelsAsync(CancellationToken cancellationToken);

    /// <summary>Explains which price counts for a model now.</summary>
    /// <param name="name">A qualified id, a bare name or an alias.</param>
    /// <param name="cancellationToken">Cancels the wait for the providers' lists.</param>
    /// <exception cref="Domain.Failures.RouterException">There is no such model.</exception>
    Task<PriceExplanation> ExplainPriceAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads the routing settings.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<RoutingDocument> GetRoutingAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the routing settings. The change is in effect on return.</summary>
    /// <param name="content">The complete settings.</param>
    /// <param name="revisions">The versions that may be replaced; null for any version.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    Task<RoutingChange> ReplaceRoutingAsync(JsonObject content, EquatableArray<string>? revisions, CancellationToken cancellationToken);

    /// <summary>Merges a patch into the routing settings (RFC 7396). The change is in effect on return.</summary>
    /// <param name="patch">The members to change.</param>
    /// <param name="revisions">The versions that may be changed; null for any version.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    Task<RoutingChange> PatchRoutingAsync(JsonObject patch, EquatableArray<string>? revisions, CancellationToken cancellationToken);

    /// <summary>Adds recorded requests up. Names of the filter are found in any case.</summary>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="Domain.Failures.RouterException">Usage is not recorded, or the query is not valid.</exception>
    Task<UsageReport> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken);

    /// <summary>Lists single recorded requests, the newest first.</summary>
    /// <param name="filter">Which requests.</param>
    /// <param name="cursor">The cursor of the page; null for the first one.</param>
    /// <param name="size">The maximum number of requests.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="Domain.Failures.RouterException">Usage is not recorded, or the query is not valid.</exception>
    Task<UsagePage> ListUsageRequestsAsync(UsageFilter filter, string? cursor, int size, CancellationToken cancellationToken);

    /// <summary>Lists the names by which recorded requests can be filtered.</summary>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="Domain.Failures.RouterException">Usage is not recorded.</exception>
    Task<UsageNames> GetUsageNamesAsync(CancellationToken cancellationToken);

    /// <summary>Reads what a status line shows.</summary>
    /// <param name="session">The client's own id of its session; null for all sessions.</param>
    /// <param name="zone">The time zone in which today is meant.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="Domain.Failures.RouterException">Usage is not recorded.</exception>
    Task<Statusline> GetStatuslineAsync(string? session, TimeZoneInfo zone, CancellationToken cancellationToken);
}
