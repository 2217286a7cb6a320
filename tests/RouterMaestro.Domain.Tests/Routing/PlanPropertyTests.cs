using CsCheck;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

/// <summary>Properties of every plan, for any settings, catalog and health.</summary>
public sealed class PlanPropertyTests
{
    private static readonly string[] _ids = [.. from provider in "abcd" from model in "xyz" select $"{provider}/{model}"];

    private static readonly Gen<ModelCapabilities> _capabilities = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 2], (tools, vision) => new ModelCapabilities { Tools = (Support)tools, Vision = (Support)vision });

    private static readonly Gen<ProviderCard[]> _providers = Gen.Select(Gen.Bool.Array[12], _capabilities.Array[12], Gen.Int[0, 5].Array[12], Gen.Int[0, 3].Array[4])
        .Select((has, can, window, kind) => "abcd".Select((provider, p) => Provider(p, $"{provider}", has, can, window, kind[p])).ToArray());

    private static readonly Gen<RoutingSettings> _settings = Gen.Select(
        Gen.Int[0, 11].Array[0, 8], Gen.Int[0, 3], Gen.Int[0, 10], (places, policy, retries) => new RoutingSettings
        {
            Priorities = [.. places.Select(i => _ids[i])],
            Strategy = Plans.Policies[policy].Name,
            MaxRetries = retries,
        });

    private static readonly Gen<RequestFacts> _facts = Gen.Select(
        Gen.Int[0, 15], Gen.Bool, Gen.Bool, Gen.Int[0, 60_000], (name, tools, images, size) =>
            new RequestFacts(name < 12 ? _ids[name] : name < 15 ? $"{"xyz"[name - 12]}" : ModelCatalog.AutomaticModel) { HasTools = tools, HasImages = images, Size = size });

    private static readonly Gen<HealthSnapshot> _health =
        Gen.Int[0, 5].Array[12].Select(phases => Plans.Health([.. phases.Select((phase, i) => (_ids[i], "ccdprR"[phase]))]));

    [Fact]
    public void Every_plan_keeps_the_rules() => Gen.Select(_providers, _settings, _facts, _health, Gen.ULong).Sample(
        (providers, settings, facts, health, seed) =>
        {
            var routes = Plans.Table(settings, providers);
            var plan = routes.Plan(facts, health, seed);
            Check(routes, plan, facts, health, seed);

            Assert.Equal(plan, routes.Plan(facts, health, seed));
            Assert.Equal(plan, Plans.Table(settings, providers).Plan(facts, health, seed));
        },
        iter: 5_000);

    private static void Check(RouteTable routes, RoutePlan plan, RequestFacts facts, HealthSnapshot health, ulong seed)
    {
        var candidates = plan.Candidates.Select(c => c.Model.QualifiedId).ToArray();
        var passed = plan.Skipped.Select(p => p.Model.QualifiedId).ToArray();
        Assert.Equal(candidates.Length + passed.Length, candidates.Union(passed).Count());
        Assert.Equal(plan.Error is null, candidates.Length > 0);
        Assert.DoesNotContain(plan.Candidates.Skip(1), c => c.IsProbe);
        Assert.True(candidates.Length > 1 || !plan.Candidates.Any(c => c.IsProbe));
        Assert.All(plan.Candidates, c => Assert.NotEqual(ProviderStatus.NeedsKey, routes.Catalog.FindProvider(c.Model.Provider)!.Status));
        Assert.All(plan.Candidates, c => Assert.False(facts.HasTools && c.Card?.Capabilities.Tools == Support.Unsupported));
        Assert.All(plan.Candidates, c => Assert.False(facts.HasImages && c.Card?.Capabilities.Vision == Support.Unsupported));
        CheckHealth(plan, health);

        var name = routes.Resolve(facts.Model);
        if (name.Meaning.Error is null)
        {
            Assert.Subset(candidates.Union(passed).ToHashSet(), Pool(routes, name, facts, seed).ToHashSet());
        }
    }

    private static void CheckHealth(RoutePlan plan, HealthSnapshot health)
    {
        var phases = plan.Candidates.Select(c => health.Of(new HealthKeys(c.Model.QualifiedId, c.Model.Provider, null), Plans.Now).Phase).ToArray();
        if (phases.Any(p => p is CircuitStatus.Open or CircuitStatus.ProbeInFlight))
        {
            Assert.Single(phases);
        }

        Assert.True(plan.Candidates.All(c => !c.IsProbe) || phases[0] == CircuitStatus.HalfOpen);
        Assert.Equal(phases.Skip(1).Order(), phases.Skip(1));
    }

    private static IEnumerable<string> Pool(RouteTable routes, PlannedName name, RequestFacts facts, ulong seed)
    {
        var pool = routes.PoolFor(name, facts, seed).Pool;
        return pool.Entries.Select(e => e.Model.QualifiedId).Concat(routes.Priorities.Select(m => m.QualifiedId));
    }

    private static ProviderCard Provider(int place, string id, bool[] has, ModelCapabilities[] can, int[] window, int kind) =>
        Plans.Provider(id, [.. Enumerable.Range(0, 3).Where(m => has[(place * 3) + m]).Select(m => Plans.Model(id, $"{"xyz"[m]}") with
        {
            Capabilities = can[(place * 3) + m],
            Limits = new ModelLimits(ContextWindow: window[(place * 3) + m] == 0 ? null : window[(place * 3) + m] * 1_000),
        })]) with
        {
            Status = kind == 0 ? ProviderStatus.NeedsKey : ProviderStatus.Ready,
            IsPinned = kind == 1,
        };
}
