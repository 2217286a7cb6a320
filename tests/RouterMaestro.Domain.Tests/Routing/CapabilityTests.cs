using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

/// <summary>Skips models that lack a capability of the request.</summary>
public sealed class CapabilityTests
{
    private static readonly ProviderCard _can = With("can", Support.Supported, 1_000_000);
    private static readonly ProviderCard _may = With("may", Support.Unknown, null);
    private static readonly ProviderCard _cannot = With("cannot", Support.Unsupported, 1_000);

    [Theory]
    [InlineData("x", "cannot/x may/x can/x", "can/x may/x")]
    [InlineData("cannot/x", "cannot/x may/x can/x", "may/x can/x")]
    [InlineData("router-maestro", "cannot/x may/x can/x", "may/x can/x")]
    public void Models_without_a_needed_capability_are_skipped(string name, string usual, string order)
    {
        var settings = new RoutingSettings { Priorities = name == "x" ? [] : ["cannot/x", "may/x", "can/x"] };
        var routes = Plans.Table(settings, _cannot, _may, _can);

        foreach (var facts in Needs(name))
        {
            var plan = routes.Plan(facts);

            Assert.Equal(order, plan.Order());
            Assert.Equal("cannot/x:Capability", plan.Passed());
        }

        Assert.Equal(usual, routes.Plan(name).Order());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("same-model")]
    public void The_gateway_chooses_the_first_priority_that_can(string strategy)
    {
        var plan = Plans.Table(new RoutingSettings { Priorities = ["cannot/x", "can/y"], Strategy = strategy }, _cannot, With("can", Support.Supported, null, "y"))
            .Plan(new RequestFacts("router-maestro") { HasTools = true });

        Assert.Equal("can/y", plan.Order());
        Assert.Equal("cannot/x:Capability", plan.Passed());
    }

    [Fact]
    public void A_plan_without_candidates_is_the_callers_error_and_names_the_missing_capabilities()
    {
        var plan = Plans.Table(RoutingSettings.Default, _cannot).Plan(new RequestFacts("cannot/x") { HasTools = true, HasImages = true });

        Assert.Equal(400, plan.Error?.Status);
        Assert.StartsWith("No model supports tools and images", plan.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("cannot/x:Capability", plan.Passed());
    }

    [Theory]
    [InlineData(8_000, false, "cannot/x can/x", "")]
    [InlineData(9_000, false, "can/x", "cannot/x:ContextWindow")]
    [InlineData(9_000, true, "cannot/x can/x", "")]
    public void Windows_are_too_small_by_an_estimate(int bytes, bool opaque, string order, string passed)
    {
        var plan = Plans.Table(RoutingSettings.Default, _cannot, _can).Plan(new RequestFacts("x") { Size = bytes, HasFiles = opaque });

        Assert.Equal(order, plan.Order());
        Assert.Equal(passed, plan.Passed());
    }

    [Theory]
    [InlineData(20_000, null)]
    [InlineData(30_000, 400)]
    public void The_last_model_is_spared_only_what_cannot_fit(int bytes, int? status)
    {
        var plan = Plans.Table(RoutingSettings.Default, _cannot).Plan(new RequestFacts("x") { Size = bytes });

        Assert.Equal(status, plan.Error?.Status);
        if (status is not null)
        {
            Assert.Equal("prompt is too long: about 3750 tokens > 1000 maximum", plan.Error!.Message);
            Assert.Equal("context_length_exceeded", plan.Error.Code);
        }
    }

    private static IEnumerable<RequestFacts> Needs(string name) =>
    [
        new(name) { HasTools = true }, new(name) { HasImages = true }, new(name) { WantsReasoning = true }, new(name) { WantsSchema = true },
    ];

    private static ProviderCard With(string id, Support support, int? window, string model = "x") => Plans.Provider(id, Plans.Model(id, model) with
    {
        Limits = new ModelLimits(ContextWindow: window),
        Capabilities = new() { Tools = support, Vision = support, Reasoning = support, StructuredOutput = support },
    });
}
