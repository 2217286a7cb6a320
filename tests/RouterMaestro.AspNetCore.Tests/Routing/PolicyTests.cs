using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
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

    [Fact]
    public async Task An_ambiguous_name_is_the_callers_error()
    {
        await using var gateway = await TestGateway.StartAsync(
            configure: router => router.AddOpenAICompatible("lab", "http://127.0.0.1:9/v1", o => ((List<string>)o.Models).AddRange(["llama-3-70b", "llama-3-90b"])));

        using var content = new StringContent("""{"model":"lab/llama-3","messages":[{"role":"user","content":"hi"}]}""");
        using var response = await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("lab/llama-3-70b, lab/llama-3-90b", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private sealed class LastFirst : IRoutingPolicy
    {
        public string Name => "last-first";

        public IEnumerable<RankedModel> Rank(RankingContext context) => context.Priorities.Reverse().Select((m, i) => new RankedModel(m, "the last first", i));
    }
}
