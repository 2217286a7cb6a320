using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Cli.Demo.Staging;

/// <summary>
/// What the demo plays on: a gateway in front of three simulated providers, all on loopback, configured by files in a folder of
/// their own. Neither the user's files nor the environment's keys are read, and nothing is left behind.
/// </summary>
internal sealed class DemoStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-demo-");
    private readonly List<IAsyncDisposable> _running = [];
    private GatewayHost? _gateway;

    private DemoStage()
    {
    }

    /// <summary>Gets the provider that speaks OpenAI's protocol.</summary>
    public KeyedProvider OpenAI { get; private set; } = null!;

    /// <summary>Gets the provider that speaks Anthropic's protocol.</summary>
    public KeyedProvider Anthropic { get; private set; } = null!;

    /// <summary>Gets the provider that is logged in to.</summary>
    public CopilotProvider Copilot { get; private set; } = null!;

    /// <summary>Gets what calls the gateway.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>Gets the gateway's address.</summary>
    public Uri Address => _gateway!.Address;

    /// <summary>Gets the gateway's key.</summary>
    public string Key => _gateway!.Key.Value;

    /// <summary>Gets the folder of its files.</summary>
    public string Folder => _folder.FullName;

    private ConfigPaths Paths => new(Folder, Folder);

    /// <summary>Sets everything up.</summary>
    public static async Task<DemoStage> StartAsync(CancellationToken cancellationToken)
    {
        var stage = new DemoStage();
        try
        {
            await stage.SetUpAsync(cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        foreach (var running in Enumerable.Reverse(_running))
        {
            await running.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        OpenAI = await AddAsync(KeyedProvider.StartAsync("openai", "OpenAI", WireProtocol.OpenAIChat, "gpt-demo", cancellationToken));
        Anthropic = await AddAsync(KeyedProvider.StartAsync("anthropic", "Anthropic", WireProtocol.AnthropicMessages, "claude-demo", cancellationToken));
        Copilot = await CopilotProvider.StartAsync(cancellationToken);
        _running.Add(Copilot.Simulator);
        WriteFiles([OpenAI, Anthropic]);

        _gateway = GatewayHost.Create(new GatewayOptions { Port = 0, Paths = Paths, Variable = _ => null, LogLevel = LogLevel.None });
        _running.Add(_gateway);
        await _gateway.StartAsync(cancellationToken);
    }

    private async Task<KeyedProvider> AddAsync(Task<KeyedProvider> starting)
    {
        var provider = await starting;
        _running.Add(provider.Upstream);
        return provider;
    }

    private void WriteFiles(KeyedProvider[] providers)
    {
        var entries = Object(providers, provider => new JsonObject { ["baseURL"] = provider.Upstream.BaseUrl.AbsoluteUri });
        entries[Copilot.Id] = new JsonObject
        {
            ["options"] = new JsonObject
            {
                ["api_url"] = Copilot.Simulator.ApiUrl.AbsoluteUri,
                ["github_url"] = Copilot.Simulator.GitHubUrl.AbsoluteUri,
                ["github_api_url"] = Copilot.Simulator.GitHubApiUrl.AbsoluteUri,
            },
        };
        JsonFiles.Write(Paths.ProvidersFile, new JsonObject { ["providers"] = entries });
        JsonFiles.Write(Paths.AuthFile, Object(providers, provider => new JsonObject { ["type"] = "api", ["key"] = provider.Key }));
    }

    private static JsonObject Object(KeyedProvider[] providers, Func<KeyedProvider, JsonNode?> value) =>
        new(providers.Select(provider => KeyValuePair.Create(provider.Id, value(provider))));
}
