using Microsoft.Extensions.Logging;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>Creates the tables for planning, with the policies that the host has registered.</summary>
internal sealed partial class RouteTables
{
    private readonly IRoutingPolicy[] _policies;
    private readonly INameSimilarity _similarity;
    private readonly ILogger<RouteTables> _logger;

    /// <summary>Checks the policies.</summary>
    /// <exception cref="InvalidOperationException">Two policies have the same name, or a policy cannot rank models.</exception>
    public RouteTables(IEnumerable<IRoutingPolicy> policies, INameSimilarity similarity, ILogger<RouteTables> logger)
    {
        (_policies, _similarity, _logger) = ([.. policies], similarity, logger);
        var byName = new Dictionary<string, IRoutingPolicy>(StringComparer.Ordinal);
        foreach (var policy in _policies)
        {
            if (PolicyProbe.ErrorOf(policy) is { } error)
            {
                throw new InvalidOperationException(error);
            }

            if (!byName.TryAdd(policy.Name, policy))
            {
                throw new InvalidOperationException(
                    $"The routing policy '{policy.Name}' is implemented by both {byName[policy.Name].GetType().FullName} and {policy.GetType().FullName}: register one of them only, or rename it.");
            }
        }
    }

    /// <summary>Gets the valid names for <c>fallback.strategy</c>.</summary>
    public IReadOnlyCollection<string> Strategies => [.. _policies.Select(p => p.Name)];

    /// <summary>Creates a table.</summary>
    /// <param name="settings">The operator's settings.</param>
    /// <param name="providers">The providers with their models, the preferred one first.</param>
    public RouteTable Create(RoutingSettings settings, EquatableArray<ProviderCard> providers) =>
        new(settings, new ModelCatalog(providers, settings.ModelOverrides), _policies, _similarity, LogPolicyError);

    [LoggerMessage(3030, LogLevel.Error, "{Error} The strategy 'priority' ranks the models instead.")]
    private partial void LogPolicyError(string error);
}
