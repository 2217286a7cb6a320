using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Extending;

/// <summary>What a host adds is one file, which its page shows, and one line; it sees nothing that is not public.</summary>
public sealed class ExtensionTests
{
    [Theory]
    [InlineData("guard", nameof(PrivateKeyGuard))]
    [InlineData("policy", nameof(LargestWindowFirst))]
    [InlineData("observer", nameof(CostLog))]
    public async Task The_page_shows_the_file_and_the_line(string page, string file)
    {
        var text = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "extending", page + ".md"))).ReplaceLineEndings("\n");
        var source = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "RouterMaestro.AspNetCore.Tests", "Extending", file + ".cs"))).ReplaceLineEndings("\n");

        var code = source[source.IndexOf("internal sealed", StringComparison.Ordinal)..];
        Assert.Contains($"```csharp\n{code}```", text, StringComparison.Ordinal);
        Assert.Contains($"<{file}>()", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_guard(bool stream)
    {
        await using var gateway = await StartAsync(router => router.AddStreamGuard<PrivateKeyGuard>());
        gateway.Upstream.Reply(SimulatedResponse.Text("-----BEGIN PRI", "VATE KEY-----"));

        var (response, observed, _) = await AskAsync(gateway, "chat/one", stream);

        Assert.Equal("The response was stopped because it holds a private key. Try again.", observed.ErrorMessage);
        Assert.Equal(stream && response.IsSuccessStatusCode ? 200 : 529, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_routing_policy()
    {
        await using var gateway = await StartAsync(router => router.AddRoutingPolicy<LargestWindowFirst>(), new RoutingSettings
        {
            Strategy = "largest-window-first",
            Priorities = ["chat/one", "chat/two", "chat/three"],
            ModelOverrides = [new("chat/one", new ModelLimits(ContextWindow: 8_000)), new("chat/two", new ModelLimits(ContextWindow: 200_000))],
        });
        gateway.Upstream.Reply(SimulatedResponse.Text("hi"));

        var (response, _, _) = await AskAsync(gateway, "router-maestro", stream: false);

        Assert.Equal("chat/two", Assert.Single(response.Headers.GetValues("x-router-maestro-model")));
    }

    [Fact]
    public async Task A_call_observer()
    {
        await using var gateway = await StartAsync(router => router.AddCallObserver<CostLog>());
        gateway.Upstream.Reply(SimulatedResponse.Text("hi").WithUsage(12, 3));

        await AskAsync(gateway, "chat/one", stream: false);
        await gateway.DisposeAsync();

        Assert.Single(gateway.Logs.All, line => line.Contains("chat/one Completed: 15 tokens in", StringComparison.Ordinal));
    }

    private static Task<TestGateway> StartAsync(Action<IRouterMaestroBuilder> add, RoutingSettings? routing = null) => TestGateway.StartAsync(routing, add);

    private static Task<(HttpResponseMessage Response, ObservedResponse Observed, SseTranscript? Transcript)> AskAsync(
        TestGateway gateway, string model, bool stream) => ProtocolCase.Chat.SendAsync(
            gateway.Client,
            ProtocolCase.Chat.Ask($$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}"""));
}
