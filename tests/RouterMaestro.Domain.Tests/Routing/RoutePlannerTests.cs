using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

public sealed class RoutePlannerTests
{
    private static readonly ProviderCard _local = Provider("local", ProviderStatus.Anonymous, isPinned: true, "llama");
    private static readonly ProviderCard _openAI = Provider("openai", ProviderStatus.Ready, isPinned: false, "gpt-x", "shared");
    private static readonly ProviderCard _anthropic = Provider("anthropic", ProviderStatus.NeedsKey, isPinned: false);
    private static readonly ModelCatalog _catalog = new([_local, _openAI, _anthropic]);

    [Theory]
    [InlineData("openai/gpt-x", "openai/gpt-x")]
    [InlineData("openai/unlisted", "openai/unlisted")]
    [InlineData("OpenAI/gpt-x", "openai/gpt-x")]
    [InlineData("local/llama", "local/llama")]
    [InlineData("gpt-x", "openai/gpt-x")]
    [InlineData("router-maestro", "local/llama")]
    public void A_name_leads_to_its_model(string name, string expected) =>
        Assert.Equal(expected, Assert.Single(Plan(name, [])).Model.QualifiedId);

    [Theory]
    [InlineData("nowhere/gpt-x", 404)]
    [InlineData("local/unpinned", 404)]
    [InlineData("nothing-like-it", 404)]
    [InlineData("anthropic/claude", 503)]
    public void A_name_without_a_model_is_refused(string name, int status)
    {
        var plan = Plan(name, RoutingSettings.Default);

        Assert.Equal(status, plan.Error?.Status);
        Assert.Empty(plan.Candidates);
    }

    [Fact]
    public void Automatic_routing_takes_the_first_usable_priority() =>
        Assert.Equal(
            ["openai/gpt-x", "local/llama"],
            Plan("router-maestro", ["anthropic/claude", "gone/x", "openai/gpt-x", "local/llama"]).Select(c => c.Model.QualifiedId));

    [Fact]
    public void A_missing_key_is_named()
    {
        var plan = Plan("anthropic/claude", RoutingSettings.Default);

        Assert.Contains("ANTHROPIC_API_KEY", plan.Error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai/gpt-x", false)]
    [InlineData("gpt-x", true)]
    [InlineData("router-maestro", true)]
    public void Only_names_that_need_the_lists_wait_for_them(string name, bool waits)
    {
        var catalog = new ModelCatalog([_local, _openAI with { IsListed = false }]);

        Assert.Equal(waits, RoutePlanner.DependsOnLists(new RequestFacts(name), new RouteTable(RoutingSettings.Default, catalog)));
        Assert.False(RoutePlanner.DependsOnLists(new RequestFacts(name), new RouteTable(RoutingSettings.Default, _catalog)));
    }

    [Fact]
    public void Automatic_routing_with_a_usable_priority_waits_for_nothing() =>
        Assert.False(RoutePlanner.DependsOnLists(
            new RequestFacts("router-maestro"),
            new RouteTable(new RoutingSettings { Priorities = ["openai/gpt-x"] }, new ModelCatalog([_openAI with { IsListed = false }]))));

    private static EquatableArray<Candidate> Plan(string name, EquatableArray<string> priorities) =>
        Plan(name, new RoutingSettings { Priorities = priorities }).Candidates;

    private static RoutePlan Plan(string name, RoutingSettings settings) =>
        RoutePlanner.Plan(new RequestFacts(name), new RouteTable(settings, _catalog), HealthSnapshot.Clear, DateTimeOffset.UnixEpoch, 0);

    private static ProviderCard Provider(string id, ProviderStatus status, bool isPinned, params string[] models) =>
        new(id, status, [WireProtocol.OpenAIChat])
        {
            IsPinned = isPinned,
            IsListed = true,
            KeyVariable = $"{id.ToUpperInvariant()}_API_KEY",
            Models = models.Select(m => new ModelCard(new ModelRef(id, m), m)).ToEquatableArray(),
        };
}
