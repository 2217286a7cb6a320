using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Testing;

namespace RouterMaestro.Cli.Tests.Clients;

/// <summary>A user with clients, a gateway, and a provider behind it.</summary>
public sealed class ClientHome : IAsyncDisposable
{
    private UpstreamSimulator? _upstream;
    private GatewayHost? _gateway;

    public ClientHome()
    {
        Home.Variables["HOME"] = Home.Folder;
        Home.Variables["PATH"] = "/no/such/folder";
        Home.CurrentFolder = Directory.CreateDirectory(Path.Combine(Home.Folder, "work")).FullName;
    }

    public TestHome Home { get; } = new();

    public UpstreamSimulator Upstream => _upstream!;

    public string Address => _gateway!.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Gets the settings files.</summary>
    public static TheoryData<string, string> Files => new()
    {
        { "claude-code", ".claude/settings.json" },
        { "codex", ".codex/config.toml" },
        { "opencode", "config/opencode/opencode.json" },
        { "copilot-cli", ".copilot/router-maestro.env" },
    };

    public static async Task<ClientHome> StartAsync(params string[] models)
    {
        var home = new ClientHome();
        home._upstream = await UpstreamSimulator.StartAsync();
        home._gateway = GatewayHost.Create(home.Home.Gateway(router => router.AddOpenAICompatible("lab", home._upstream.BaseUrl.AbsoluteUri, options =>
        {
            foreach (var model in models.DefaultIfEmpty("two").Prepend("one"))
            {
                options.Models.Add(model);
            }
        })));
        await home._gateway.StartAsync();
        home.Home.WriteContext("sk-test", home._gateway.Address.AbsoluteUri);
        return home;
    }

    public string PathOf(string file) => Path.Combine(Home.Folder, file);

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        if (_upstream is not null)
        {
            await _upstream.DisposeAsync();
        }

        Home.Dispose();
    }
}
