using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Policies;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

/// <summary>Helpers for the tests of planning.</summary>
internal static class Plans
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);

    public static readonly IRoutingPolicy[] Policies = [new PriorityPolicy(), new SameModelPolicy(), new NoFallbackPolicy(), new WeightedPolicy()];

    public static ProviderCard Provider(string id, params ModelCard[] models) =>
        new(id, ProviderStatus.Ready, [WireProtocol.OpenAIChat]) { IsListed = true, KeyVariable = $"{id.ToUpperInvariant()}_KEY", Models = [.. models] };

    public static ProviderCard Provider(string id, params string[] models) => Provider(id, [.. models.Select(m => Model(id, m))]);

    public static ModelCard Model(string provider, string id) => new(new ModelRef(provider, id), id);

    public static RouteTable Table(RoutingSettings settings, params ProviderCard[] providers) =>
        new(settings, new ModelCatalog([.. providers], settings.ModelOverrides), Policies, new SharedLetters());

    public static RoutePlan Plan(this RouteTable routes, RequestFacts facts, HealthSnapshot? health = null, ulong seed = 0) =>
        RoutePlanner.Plan(facts, routes, health ?? HealthSnapshot.Clear, Now, seed);

    public static RoutePlan Plan(this RouteTable routes, string name, HealthSnapshot? health = null) => routes.Plan(new RequestFacts(name), health);

    public static string Order(this RoutePlan plan) => string.Join(' ', plan.Candidates.Select(c => c.IsProbe ? $"{c.Model}?" : $"{c.Model}"));

    public static string Passed(this RoutePlan plan) => string.Join(' ', plan.Skipped.Select(p => $"{p.Model}:{p.ReasonCode}"));

    /// <summary>Makes the health of models: <c>r</c> is open, <c>R</c> is open longer, <c>d</c> is half-open, <c>p</c> is being probed.</summary>
    public static HealthSnapshot Health(params (string Model, char Phase)[] models) =>
        HealthSnapshot.Of(models.Where(m => m.Phase != 'c').Select(m => KeyValuePair.Create(new HealthKey(HealthScope.Candidate, m.Model), Circuit(m.Phase))));

    private static CircuitState Circuit(char phase) => new()
    {
        ConsecutiveFailures = 1,
        FailedAt = Now.AddMinutes(-1),
        Failure = new UpstreamFailure(FailureKind.ServerError, "broken"),
        OpenUntil = Now.AddSeconds(phase switch { 'r' => 5, 'R' => 9, _ => -1 }),
        Probe = phase == 'p' ? 7 : 0,
    };

    /// <summary>A score that is easy to compute by hand: the part of the shorter name that the other contains, letter by letter.</summary>
    private sealed class SharedLetters : INameSimilarity
    {
        public double Score(string name, string other)
        {
            var (shorter, longer) = name.Length <= other.Length ? (name, other) : (other, name);
            return longer.Contains(shorter, StringComparison.Ordinal) ? 90 : 0;
        }
    }
}
