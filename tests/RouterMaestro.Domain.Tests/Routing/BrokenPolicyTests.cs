using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

/// <summary>A policy that fails is skipped: the models are ranked by priority, and the plan and its table say why.</summary>
public sealed class BrokenPolicyTests
{
    private static readonly ProviderCard[] _providers = [Plans.Provider("a", "x", "y") with { IsPinned = true }, Plans.Provider("b", "x"), Plans.Provider("keyless", "x") with { Status = ProviderStatus.NeedsKey }];

    public static TheoryData<string, string> Faults => new()
    {
        { "throws", "threw FormatException (no number)" },
        { "throws late", "threw FormatException (no number)" },
        { "null", "ranked a model that is null, or has no reason" },
        { "none", "ranked no model" },
        { "stranger", "ranked 'nobody/m', which no provider has" },
        { "unlisted", "ranked 'a/z', which no provider has" },
        { "endless", "ranked more than 10000 models" },
        { "maximum", "threw FormatException (no number)" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_policy_that_fails_is_skipped_and_the_plan_says_why(string fault, string words)
    {
        List<string> reports = [];
        var routes = Table(fault, reports);

        var plan = routes.Plan("router-maestro");
        routes.Plan("x");

        var error = $"The routing policy 'mine' ({typeof(Faulty).FullName}) {words}.";
        Assert.Equal(("b/x a/y", "priority", error), (plan.Order(), plan.Strategy, plan.PolicyError));
        Assert.Equal([error], reports);
    }

    [Theory]
    [InlineData("sound", "a/y b/x")]
    [InlineData("twice", "a/y b/x")]
    [InlineData("keyless", "a/y")]
    [InlineData("partial", "a/y")]
    public void A_policy_may_name_a_model_twice_leave_models_out_and_name_what_has_no_key(string kind, string order)
    {
        List<string> reports = [];

        var plan = Table(kind, reports).Plan("router-maestro");

        Assert.Equal((order, "mine", null), (plan.Order(), plan.Strategy, plan.PolicyError));
        Assert.Empty(reports);
    }

    private static RouteTable Table(string kind, List<string> reports) => new(
        new RoutingSettings { Strategy = "mine", Priorities = ["b/x", "a/y"] }, new ModelCatalog([.. _providers]), [new Faulty(kind)], onPolicyError: reports.Add);

    private sealed class Faulty(string kind) : IRoutingPolicy
    {
        public string Name => "mine";

        public int MaxCandidates(RoutingSettings settings) => kind == "maximum" ? throw new FormatException("no number") : 3;

        public IEnumerable<RankedModel> Rank(RankingContext context) => kind switch
        {
            "throws" => throw new FormatException("no number"),
            "throws late" => Late(),
            "null" => [null!],
            "none" => [],
            "stranger" => [Ranked("a", "y"), Ranked("nobody", "m")],
            "unlisted" => [Ranked("a", "y"), Ranked("a", "z")],
            "endless" => Endless(),
            "twice" => [Ranked("a", "y"), Ranked("a", "y"), Ranked("b", "x")],
            "keyless" => [Ranked("a", "y"), Ranked("keyless", "x")],
            "partial" => [Ranked("a", "y")],
            _ => [Ranked("a", "y"), Ranked("b", "x")],
        };

        private static IEnumerable<RankedModel> Late()
        {
            yield return Ranked("a", "y");
            throw new FormatException("no number");
        }

        private static IEnumerable<RankedModel> Endless()
        {
            while (true)
            {
                yield return Ranked("a", "y");
            }
        }

        private static RankedModel Ranked(string provider, string id) => new(new ModelRef(provider, id), "mine", 0);
    }
}
