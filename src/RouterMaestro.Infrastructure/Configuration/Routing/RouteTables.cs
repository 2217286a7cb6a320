using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>Makes the tables for planning, with the policies that the host has.</summary>
internal sealed class RouteTables(IEnumerable<IRoutingPolicy> policies, INameSimilarity similarity)
{
    private readonly IRoutingPolicy[] _policies = [.. policies];

    /// <summary>Gets the names among which <c>fallback.strategy</c> chooses.</summary>
    public IReadOnlyCollection<string> Strategies => [.. _policies.Select(p => p.Name).Distinct()];

    /// <summary>Makes a table.</summary>
    /// <param name="settings">What the operator decided.</param>
    /// <param name="providers">The providers with their models, in the order in which they are preferred.</param>
    public RouteTable Create(RoutingSettings settings, EquatableArray<ProviderCard> providers) =>
        new(settings, new ModelCatalog(providers, settings.ModelOverrides), _policies, similarity);
}
