using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

/// <summary>The fallbacks that each strategy selects, by kind of name.</summary>
public sealed class StrategyTests
{
    // a has x and y, b has x, y and z, c has x
    private static readonly ProviderCard[] _providers = [Plans.Provider("a", "x", "y"), Plans.Provider("b", "x", "y", "z"), Plans.Provider("c", "x")];

    [Theory]
    [InlineData("priority", "a/x", "a/x a/y", "b/y:NotInPool b/x:NotInPool c/x:NotInPool")]
    [InlineData("priority", "b/y", "b/y a/x a/y", "")]
    [InlineData("priority", "a/y", "a/y", "b/y:NotInPool a/x:NotInPool")]
    [InlineData("priority", "b/z", "b/z b/y a/x a/y", "")]
    [InlineData("priority", "c/new", "c/new b/y a/x a/y", "")]
    [InlineData("priority", "x", "a/x b/x c/x", "b/y:NotInPool a/y:NotInPool")]
    [InlineData("priority", "y", "b/y a/y", "a/x:NotInPool")]
    [InlineData("priority", "router-maestro", "b/y a/x a/y", "")]
    [InlineData("same-model", "c/x", "c/x a/x b/x", "b/y:NotInPool a/y:NotInPool")]
    [InlineData("same-model", "c/new", "c/new", "b/y:NotInPool a/x:NotInPool a/y:NotInPool")]
    [InlineData("same-model", "x", "a/x b/x c/x", "b/y:NotInPool a/y:NotInPool")]
    [InlineData("same-model", "router-maestro", "b/y a/y", "a/x:NotInPool")]
    [InlineData("none", "b/y", "b/y", "a/x:NotInPool a/y:NotInPool")]
    [InlineData("none", "y", "b/y", "a/y:BeyondRetries a/x:NotInPool")]
    [InlineData("none", "router-maestro", "b/y", "a/x:NotInPool a/y:NotInPool")]
    public void A_strategy_selects_the_fallbacks(string strategy, string name, string order, string passed)
    {
        var plan = Plans.Table(new RoutingSettings { Priorities = ["b/y", "a/x", "a/y"], Strategy = strategy }, _providers).Plan(name);

        Assert.Equal(order, plan.Order());
        Assert.Equal(Sorted(passed), Sorted(plan.Passed()));
        Assert.Equal(strategy, plan.Strategy);
        Assert.All(plan.Candidates, c => Assert.NotEmpty(c.Reason));
    }

    [Theory]
    [InlineData("priority", "a/x")]
    [InlineData("same-model", "a/x b/x c/x")]
    [InlineData("none", "a/x")]
    public void Without_priorities_the_gateway_chooses_the_first_of_the_catalog(string strategy, string order) =>
        Assert.Equal(order, Plans.Table(new RoutingSettings { Strategy = strategy }, _providers).Plan("router-maestro").Order());

    [Theory]
    [InlineData("priority", 0, 1)]
    [InlineData("priority", 2, 3)]
    [InlineData("none", 2, 1)]
    public void The_number_of_tries_is_limited(string strategy, int retries, int most)
    {
        var plan = Plans.Table(new RoutingSettings { Strategy = strategy, MaxRetries = retries }, _providers).Plan("x");

        Assert.Equal(most, plan.MaxCandidates);
        Assert.Equal(most == 1 ? 1 : 3, plan.Candidates.Count);
    }

    [Fact]
    public void Priorities_out_of_reach_are_passed_over_with_the_reason()
    {
        var settings = new RoutingSettings { Priorities = ["gone/x", "keyless/x", "pinned/other", "pinned/m", "A/x"] };
        var plan = Plans.Table(
            settings,
            Plans.Provider("a", "x"),
            Plans.Provider("keyless", "x") with { Status = ProviderStatus.NeedsKey },
            Plans.Provider("pinned", "m") with { IsPinned = true }).Plan("router-maestro");

        Assert.Equal("pinned/m a/x", plan.Order());
        Assert.Equal("gone/x:NoCredential keyless/x:NoCredential pinned/other:Unlisted", plan.Passed());
    }

    [Theory]
    [InlineData("priority")]
    [InlineData("same-model")]
    public void A_model_whose_provider_has_no_key_is_never_replaced(string strategy)
    {
        var keyless = Plans.Provider("keyless", "x") with { Status = ProviderStatus.NeedsKey };
        var settings = new RoutingSettings { Strategy = strategy, Priorities = ["a/x"] };

        var error = Plans.Table(settings, keyless, Plans.Provider("a", "x")).Plan("keyless/x").Error;

        Assert.Equal((503, "The provider 'keyless' has no key: set KEYLESS_KEY."), (error?.Status, error?.Message));
    }

    [Fact]
    public void Weights_decide_how_often_a_model_comes_first()
    {
        var settings = new RoutingSettings { Strategy = "weighted", Priorities = ["a/x", "b/x", "c/x"], Weights = [new("a/x", 3), new("c/x", 0)] };
        var routes = Plans.Table(settings, _providers);

        var firsts = Enumerable.Range(0, 4000).Select(seed => routes.Plan(new RequestFacts("router-maestro"), seed: (ulong)seed).Candidates[0].Model.Provider);

        var counts = firsts.CountBy(p => p).ToDictionary();
        Assert.InRange(counts["a"], 2800, 3200);
        Assert.InRange(counts["b"], 800, 1200);
        Assert.False(counts.ContainsKey("c"));
        Assert.Equal(3, routes.Plan(new RequestFacts("x"), seed: 5).Candidates.Count);
        Assert.Equal("b/z", routes.Plan(new RequestFacts("b/z"), seed: 5).Candidates[0].Model.QualifiedId);
    }

    [Fact]
    public void A_policy_of_ones_own_ranks_and_need_not_look_at_anything_else()
    {
        var catalog = new ModelCatalog([.. _providers, Plans.Provider("keyless", "x") with { Status = ProviderStatus.NeedsKey }]);
        var plan = new RouteTable(new RoutingSettings { Strategy = "backwards" }, catalog, [new Backwards()]).Plan("router-maestro");

        Assert.Equal("c/x b/z b/y b/x a/y a/x", plan.Order());
        Assert.Equal("keyless/x:NoCredential", plan.Passed());
    }

    private static string Sorted(string words) => string.Join(' ', words.Split(' ').Order(StringComparer.Ordinal));

    private sealed class Backwards : IRoutingPolicy
    {
        public string Name => "backwards";

        public IEnumerable<RankedModel> Rank(RankingContext context) => context.Catalog.Providers
            .SelectMany(p => p.Models).Reverse().SelectMany(m => new[] { m, m }).Select(m => new RankedModel(m.Ref, "backwards", 0));
    }
}
