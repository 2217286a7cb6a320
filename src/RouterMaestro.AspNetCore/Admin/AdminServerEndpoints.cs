using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Describes the running gateway to operators.</summary>
/// <param name="clock">The clock.</param>
/// <param name="admin">Reports models and circuits.</param>
/// <param name="providers">Lists the providers.</param>
/// <param name="problems">Lists what is wrong.</param>
/// <param name="facts">What the program around the gateway tells; null in hosts of their own.</param>
internal sealed class AdminServerEndpoints(TimeProvider clock, IAdmin admin, IProviderManager providers, GatewayProblems problems, ServerFacts? facts = null) : IAdminFeature
{
    private static readonly string _version =
        typeof(AdminServerEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    // the routes are mapped when the gateway starts; the clock of the wall may be set later
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly long _start = clock.GetTimestamp();

    public void Map(AdminRoutes routes) => routes.Map("GET", "/server", GetAsync)
        .WithName("GetRouterMaestroServer").Produces<ServerContract>();

    private async Task GetAsync(HttpContext http)
    {
        var models = await admin.ListPrioritizedModelsAsync(http.RequestAborted).ConfigureAwait(false);
        var health = await admin.GetHealthAsync(http.RequestAborted).ConfigureAwait(false);
        var listing = providers.List();
        var contract = new ServerContract
        {
            Name = "RouterMaestro",
            Version = _version,
            Runtime = RuntimeInformation.FrameworkDescription,
            ProcessId = Environment.ProcessId,
            StartedAt = _startedAt,
            UptimeSeconds = (long)clock.GetElapsedTime(_start).TotalSeconds,
            Addresses = [.. (facts?.Addresses ?? []).Select(address => address.GetLeftPart(UriPartial.Authority))],
            Catalog = CatalogOf(models.Count, listing),
            Providers = [.. listing.Providers.Select(provider => provider.ToServerContract())],
            Circuits = [.. health.Circuits.Where(circuit => circuit.Phase != CircuitStatus.Closed).Select(HealthContracts.Of)],
            Problems = [.. problems.List().Select(problem => problem.ToContract())],
            Paths = facts is null ? null : new(facts.ConfigDirectory, facts.DataDirectory, facts.LogFile),
        };
        await JsonResult.WriteAsync(http, contract, AdminJson.Default.ServerContract).ConfigureAwait(false);
    }

    private ServerCatalogContract CatalogOf(int models, ProviderListing listing)
    {
        var oldest = listing.Providers.Min(provider => provider.ModelsAt);
        return new(models, oldest, oldest is { } listed ? Math.Max(0, (long)(clock.GetUtcNow() - listed).TotalSeconds) : null);
    }
}
