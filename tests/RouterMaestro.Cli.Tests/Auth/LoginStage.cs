using System.Text.Json.Nodes;
using RouterMaestro.Testing.Copilot;

namespace RouterMaestro.Cli.Tests.Auth;

/// <summary>A gateway before a simulated GitHub and Copilot, and the home of a user who logs in there.</summary>
internal sealed class LoginStage : IAsyncDisposable
{
    private GatewayHost? _gateway;

    private LoginStage(CopilotSimulator copilot) => Copilot = copilot;

    public TestHome Home { get; } = new() { Clock = new QuickClock() };

    public CopilotSimulator Copilot { get; }

    public GatewayHost Gateway => _gateway!;

    /// <summary>Gets what a command has printed, on both outputs.</summary>
    public string Printed => Home.Out + Home.Error;

    public static async Task<LoginStage> StartAsync()
    {
        var stage = new LoginStage(await CopilotSimulator.StartAsync(new CopilotSimulatorOptions { PollInterval = TimeSpan.FromSeconds(1) }));
        var options = new JsonObject
        {
            ["api_url"] = Text(stage.Copilot.ApiUrl),
            ["github_url"] = Text(stage.Copilot.GitHubUrl),
            ["github_api_url"] = Text(stage.Copilot.GitHubApiUrl),
        };
        TestHome.Write(stage.Home.ProvidersFile, new JsonObject
        {
            ["providers"] = new JsonObject
            {
                ["github-copilot"] = new JsonObject { ["options"] = options },
                ["github-copilot@work"] = new JsonObject { ["type"] = "github-copilot", ["options"] = options.DeepClone() },
            },
        }.ToJsonString());
        await stage.RestartAsync();
        return stage;
    }

    /// <summary>Starts the gateway, another one if it runs.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _gateway = GatewayHost.Create(Home.Gateway());
        await _gateway.StartAsync();
        Home.WriteContext("sk-test", _gateway.Address.AbsoluteUri);
    }

    public async Task StopAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
            _gateway = null;
        }
    }

    /// <summary>Runs a login until the person has the code, and returns both.</summary>
    public async Task<(Task<int> Command, string Code)> BeginAsync(params string[] options) => await BeginAsync(options, CancellationToken.None);

    public async Task<(Task<int> Command, string Code)> BeginAsync(string[] options, CancellationToken cancellation)
    {
        var before = Copilot.Logins.Count;
        var command = Home.RunAsync(["auth", "login", .. options], cancellation);
        var begun = Copilot.WaitForLoginAsync(before + 1, CancellationToken.None);
        Assert.True(await Task.WhenAny(command, begun) == begun, Printed);
        return (command, (await begun).UserCode);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Copilot.DisposeAsync();
        Home.Dispose();
    }

    private static string Text(Uri address) => address.ToString().TrimEnd('/');
}
