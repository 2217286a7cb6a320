using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Resilience;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Copilot;

/// <summary>A gateway with an account at a simulated GitHub Copilot, and a backup at a simulated provider of each protocol.</summary>
internal sealed class CopilotBench : IAsyncDisposable
{
    public const string Claude = "github-copilot/claude-sonnet-4.6";
    public const string BackupText = "the backup answers";

    private CopilotBench(CopilotSimulator copilot, TestGateway gateway) => (Copilot, Gateway) = (copilot, gateway);

    public CopilotSimulator Copilot { get; }

    public TestGateway Gateway { get; }

    public static async Task<CopilotBench> StartAsync(
        Func<RoutingSettings, RoutingSettings>? change = null, IReadOnlyList<CopilotModel>? models = null, Action<IRouterMaestroBuilder>? configure = null)
    {
        var copilot = await CopilotSimulator.StartAsync(new() { Models = models ?? CopilotModel.Defaults });
        copilot.AcceptsGitHubTokens = true;
        var settings = new RoutingSettings { Priorities = [Claude, "chat/backup"] };
        var gateway = await TestGateway.StartAsync(change?.Invoke(settings) ?? settings, configure: router =>
        {
            router.AddProvider("github-copilot", "github-copilot", o =>
            {
                o.BaseAddress = copilot.ApiUrl.OriginalString.TrimEnd('/');
                o.ApiKey = copilot.AddGitHubToken();
            });
            configure?.Invoke(router);
        });
        gateway.Upstream.When(r => r.Model == "backup").Reply(SimulatedResponse.Text("the backup ", "answers").WithUsage(input: 21, output: 9));

        // the list says which endpoints a model has
        await gateway.Client.GetStringAsync(new Uri("/v1/models", UriKind.Relative));
        return new CopilotBench(copilot, gateway);
    }

    /// <summary>Asks a model.</summary>
    /// <param name="protocol">The caller's protocol.</param>
    /// <param name="stream">Whether to ask for a stream.</param>
    /// <param name="model">The model.</param>
    /// <param name="extra">More members, beginning with a comma.</param>
    /// <param name="headers">Header fields.</param>
    public async Task<FaultResult> AskAsync(string protocol, bool stream, string model = Claude, string extra = "", params (string Name, string Value)[] headers)
    {
        var caller = ProtocolCase.Named(protocol);
        using var request = caller.Ask(
            $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"{{caller.Conversation}}":[{"role":"user","content":"hi"}]{{caller.MaxTokens(100)}}{{caller.Usage(stream)}}{{extra}}}""");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var (response, observed, transcript) = await caller.SendAsync(Gateway.Client, request);
        return new FaultResult(response, observed, transcript);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Copilot.DisposeAsync();
    }
}
