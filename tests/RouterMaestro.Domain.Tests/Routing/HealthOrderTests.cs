using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

/// <summary>The effect of health on a plan.</summary>
public sealed class HealthOrderTests
{
    // c closed, d half-open, p probe in flight, r open, R open for longer
    [Theory]
    [InlineData("ccc", "a/x b/x c/x", "")]
    [InlineData("rcc", "b/x c/x", "a/x:CircuitOpen")]
    [InlineData("pcc", "b/x c/x", "a/x:ProbeInFlight")]
    [InlineData("dcc", "a/x? b/x c/x", "")]
    [InlineData("cdc", "a/x c/x b/x", "")]
    [InlineData("ddc", "a/x? c/x b/x", "")]
    [InlineData("rdc", "b/x? c/x", "a/x:CircuitOpen")]
    [InlineData("rdr", "b/x", "a/x:CircuitOpen c/x:CircuitOpen")]
    [InlineData("rcr", "b/x", "a/x:CircuitOpen c/x:CircuitOpen")]
    [InlineData("RrR", "b/x", "a/x:CircuitOpen c/x:CircuitOpen")]
    [InlineData("rrr", "a/x", "b/x:CircuitOpen c/x:CircuitOpen")]
    [InlineData("rpp", "b/x", "a/x:CircuitOpen c/x:ProbeInFlight")]
    public void A_plan_heeds_the_circuits(string phases, string order, string passed)
    {
        var plan = Routes(RoutingSettings.Default).Plan("x", Plans.Health(("a/x", phases[0]), ("b/x", phases[1]), ("c/x", phases[2])));

        Assert.Equal(order, plan.Order());
        Assert.Equal(passed, plan.Passed());
        Assert.All(plan.Skipped, p => Assert.Equal(p.ReasonCode == SkipReason.CircuitOpen, p.Until > Plans.Now));
    }

    [Theory]
    [InlineData('r')]
    [InlineData('d')]
    [InlineData('p')]
    public void The_only_model_is_asked_whatever_its_health(char phase) =>
        Assert.Equal("a/only", Routes(RoutingSettings.Default).Plan("a/only", Plans.Health(("a/only", phase))).Order());

    [Fact]
    public void A_candidate_without_alternatives_is_not_probed() => Assert.Equal(
        "a/x", Routes(new RoutingSettings { MaxRetries = 0 }).Plan("x", Plans.Health(("a/x", 'd'))).Order());

    private static RouteTable Routes(RoutingSettings settings) =>
        Plans.Table(settings, Plans.Provider("a", "x"), Plans.Provider("b", "x"), Plans.Provider("c", "x"));
}
