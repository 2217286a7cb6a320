using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>Creates the tables for planning, with the policies that the host has registered.</summary>
internal sealed class RouteTables(IEnumerable<IRoutingPolicy> policies, INameSimilarity similarity)
{
    private readonly IRoutingPolicy[] _policies = [.. policies];

    /// <summary>Gets the valid names for <c>fallback.strategy</c>.</summary>
    public IReadOnlyCollection<string> Strategies => [.. _policies.Select(p => p.Name).Distinct()];

    /// <summary>Creates a table.</summary>
    /// <param name="settings">The operator's settings.</param>
    /// <param name="providers">The providers with their models, the preferred one first.</param>
    public RouteTable Create(RoutingSettings settings, EquatableArray<ProviderCard> providers) =>
        new(settings, new ModelCatalog(providers, settings.ModelOverrides), _policies, similarity);
}
