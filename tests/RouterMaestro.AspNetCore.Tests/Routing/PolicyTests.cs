using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Policies;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>A routing policy that the host adds selects the candidates.</summary>
public sealed class PolicyTests
{
    [Fact]
    public async Task A_policy_of_the_host_is_chosen_by_its_name()
    {
        await using var gateway = await TestGateway.StartAsync(
            new RoutingSettings { Strategy = "last-first", Priorities = ["chat/one", "chat/two", "chat/three"] }, router => router.AddRoutingPolicy<LastFirst>());
        gateway.Upstream.Reply(SimulatedResponse.Text("hi"));

        using var content = new StringContent("""{"model":"router-maestro","messages":[{"role":"user","content":"hi"}]}""");
        using var response = await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);

        Assert.Equal("chat/three", Assert.Single(response.Headers.GetValues("x-router-maestro-model")));
    }

    [Theory]
    [InlineData(typeof(Thrower), "threw FormatException (no number)")]
    [InlineData(typeof(Stranger), "ranked 'nobody/m', which no provider has")]
    [InlineData(typeof(Silent), "ranked no model")]
    public async Task A_policy_that_cannot_rank_keeps_the_gateway_from_starting(Type policy, string fault)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestGateway.StartAsync(configure: router => router.Services.AddSingleton(typeof(IRoutingPolicy), policy)));

        Assert.Equal($"The routing policy 'mine' ({policy.FullName}) {fault}.", exception.Message);
    }

    [Fact]
    public async Task Two_policies_of_one_name_keep_the_gateway_from_starting()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestGateway.StartAsync(configure: router => router.AddRoutingPolicy<Namesake>()));

        Assert.Equal(
            $"The routing policy 'weighted' is implemented by both {typeof(WeightedPolicy).FullName} and {typeof(Namesake).FullName}: register one of them only, or rename it.", exception.Message);
    }

    [Fact]
    public async Task A_policy_that_fails_later_is_skipped_which_explain_and_the_log_say()
    {
        await using var gateway = await TestGateway.StartAsync(
            new RoutingSettings { Strategy = "moody", Priorities = ["chat/one", "chat/two"] }, router => router.AddRoutingPolicy<Moody>());
        gateway.Upstream.Reply(SimulatedResponse.Text("hi"));

        for (var call = 0; call < 3; call++)
        {
            using var content = new StringContent("""{"model":"router-maestro","messages":[{"role":"user","content":"hi"}]}""");
            using var response = await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
            Assert.Equal("chat/one", Assert.Single(response.Headers.GetValues("x-router-maestro-model")));
        }

        using var body = new StringContent("""{"model":"router-maestro"}""");
        using var explained = await gateway.Client.PostAsync(new Uri("/api/admin/route/explain", UriKind.Relative), body);
        var route = await explained.Content.ReadFromJsonAsync<JsonElement>();
        var error = $"The routing policy 'moody' ({typeof(Moody).FullName}) threw InvalidOperationException (no).";
        Assert.Equal(("priority", error), (route.GetProperty("strategy").GetString(), route.GetProperty("policy_error").GetString()));

        // once for each table of routes, of which there is another one when the list of models arrives
        Assert.InRange(gateway.Logs.All.Count(line => line.Contains($"{error} The strategy 'priority' ranks the models instead.", StringComparison.Ordinal)), 1, 2);
    }

    private sealed class LastFirst : IRoutingPolicy
    {
        public string Name => "last-first";

        public IEnumerable<RankedModel> Rank(RankingContext context) => context.Priorities.Reverse().Select((m, i) => new RankedModel(m, "the last first", i));
    }

    private sealed class Thrower : IRoutingPolicy
    {
        public string Name => "mine";

        public IEnumerable<RankedModel> Rank(RankingContext context) => throw new FormatException("no number");
    }

    private sealed class Stranger : IRoutingPolicy
    {
        public string Name => "mine";

        public IEnumerable<RankedModel> Rank(RankingContext context) => [new(new ModelRef("nobody", "m"), "hard-coded", 0)];
    }

    private sealed class Silent : IRoutingPolicy
    {
        public string Name => "mine";

        public IEnumerable<RankedModel> Rank(RankingContext context) => [];
    }

    private sealed class Namesake : IRoutingPolicy
    {
        public string Name => "weighted";

        public IEnumerable<RankedModel> Rank(RankingContext context) => [new(context.Models[0], "the first", 0)];
    }

    private sealed class Moody : IRoutingPolicy
    {
        public string Name => "moody";

        public bool VariesByRequest => true;

        public IEnumerable<RankedModel> Rank(RankingContext context) =>
            context.Models[0].Provider == "chat" ? throw new InvalidOperationException("no") : [new(context.Models[0], "the first", 0)];
    }
}
