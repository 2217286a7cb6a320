using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>Lets a policy rank three models of two providers that exist nowhere, so that a broken policy is found at start.</summary>
internal static class PolicyProbe
{
    // a name of each kind: the automatic model, one model, and the models of two providers
    private static readonly string[] _names = ["router-maestro", "probe-one/a", "a"];

    private static readonly ProviderCard[] _providers = [CardOf("probe-one", "a", "b"), CardOf("probe-two", "a")];

    /// <summary>Finds the error of a policy.</summary>
    /// <returns>One sentence that names the policy; null if there is none.</returns>
    public static string? ErrorOf(IRoutingPolicy policy)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(policy.Name))
            {
                return $"The routing policy {policy.GetType().FullName} has no name.";
            }

            var settings = new RoutingSettings { Strategy = policy.Name, Priorities = ["probe-two/a", "probe-one/b"] };
            var routes = new RouteTable(settings, new ModelCatalog([.. _providers]), [policy]);
            var plans = _names.Select(name => RoutePlanner.Plan(new RequestFacts(name), routes, HealthSnapshot.Clear, DateTimeOffset.UnixEpoch, seed: 1));
            return plans.Select(plan => plan.PolicyError).FirstOrDefault(error => error is not null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"The routing policy {policy.GetType().FullName} threw {exception.GetType().Name} ({exception.Message}).";
        }
    }

    private static ProviderCard CardOf(string id, params string[] models) => new(id, ProviderStatus.Ready, [WireProtocol.OpenAIChat])
    {
        IsPinned = true,
        IsListed = true,
        Models = [.. models.Select(model => new ModelCard(new ModelRef(id, model), model))],
    };
}
