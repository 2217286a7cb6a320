using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Copilot;

namespace RouterMaestro.AspNetCore.Tests.Usage;

/// <summary>A gateway as the program runs it, with its files and its store, in front of a simulated Copilot and a simulated provider of each protocol.</summary>
internal sealed class UsageGateway : IAsyncDisposable
{
    /// <summary>The prices of the providers that are not Copilot, and of Copilot where it states no cost; in nano-dollars a token they are whole numbers.</summary>
    private const string Prices = """ "prices":{"*":{"input":2,"cache_read":0.2,"cache_write":2.5,"cache_write_1h":4,"output":10}} """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-tests-");
    private GatewayHost? _host;

    private UsageGateway(CopilotSimulator copilot, UpstreamSimulator upstream) => (Copilot, Upstream) = (copilot, upstream);

    public CopilotSimulator Copilot { get; }

    public UpstreamSimulator Upstream { get; }

    /// <summary>Gets a client that holds the gateway key.</summary>
    public HttpClient Client { get; private set; } = new();

    public IUsageStore Store => _host!.Services.GetRequiredService<IUsageStore>();

    public string StoreFile => Path.Combine(Paths.DataDirectory, "stats.db");

    private ConfigPaths Paths => new(Path.Combine(_folder.FullName, "config"), Path.Combine(_folder.FullName, "data"));

    /// <summary>Starts a gateway.</summary>
    /// <param name="priorities">The routing settings.</param>
    /// <param name="prices">Copilot's prices, in nano-AIU.</param>
    /// <param name="configure">Changes the gateway.</param>
    public static async Task<UsageGateway> StartAsync(string priorities = "{}", CopilotPrices? prices = null, Action<IRouterMaestroBuilder>? configure = null)
    {
        var copilot = await CopilotSimulator.StartAsync(new() { Prices = prices ?? new() });
        var gateway = new UsageGateway(copilot, await UpstreamSimulator.StartAsync(new() { Models = ["alpha", "beta", "gamma", "backup"] }));
        Directory.CreateDirectory(gateway.Paths.ConfigDirectory);
        Directory.CreateDirectory(Path.GetDirectoryName(gateway.Paths.AuthFile)!);
        await File.WriteAllTextAsync(gateway.Paths.ProvidersFile, gateway.Providers());
        await File.WriteAllTextAsync(gateway.Paths.AuthFile, $$"""{"github-copilot":{"type":"oauth","refresh":"{{copilot.AddGitHubToken()}}"} }""");
        gateway.WritePriorities(priorities);
        gateway._host = GatewayHost.Create(new GatewayOptions
        {
            Port = 0,
            ApiKey = TestGateway.Key,
            LogLevel = LogLevel.None,
            Paths = gateway.Paths,
            Variable = _ => null,
            Configure = configure,
        });
        await gateway._host.StartAsync();
        gateway.Client.Dispose();
        gateway.Client = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero })
        {
            BaseAddress = gateway._host.Address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", TestGateway.Key) },
        };

        // the list says which endpoints a model of Copilot has
        await gateway.Client.GetStringAsync(new Uri("/v1/models", UriKind.Relative));
        return gateway;
    }

    /// <summary>Writes the routing settings, as an operator does.</summary>
    public void WritePriorities(string content)
    {
        File.WriteAllText(Paths.PrioritiesFile + "~", content);
        File.Move(Paths.PrioritiesFile + "~", Paths.PrioritiesFile, overwrite: true);
    }

    public Task<string> HealthAsync() => Client.GetStringAsync(new Uri("/health", UriKind.Relative));

    /// <summary>Asks for a response that takes no script, and returns its status.</summary>
    public async Task<int> AskAsync(bool stream = false)
    {
        var body = $$"""{"model":"chat/alpha","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
        await response.Content.ReadAsByteArrayAsync();
        return (int)response.StatusCode;
    }

    /// <summary>Stops the gateway, which writes what waits. The store can still be asked.</summary>
    public Task StopAsync() => _host!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host!.DisposeAsync();
        await Copilot.DisposeAsync();
        await Upstream.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string Providers()
    {
        const string Open = "\"allow_unauthenticated\":true";
        return $$"""
            {"providers":{
              "chat":{"type":"openai-compatible","baseURL":"{{Upstream.BaseUrl}}","models":{"alpha":{} },"options":{ {{Open}} },{{Prices}} },
              "responses":{"type":"openai-compatible","baseURL":"{{Upstream.BaseUrl}}","models":{"beta":{} },"options":{ {{Open}},"protocols":["responses"]},{{Prices}} },
              "messages":{"type":"anthropic-compatible","baseURL":"{{Upstream.Address}}","models":{"gamma":{},"backup":{} },"options":{ {{Open}} },{{Prices}} },
              "github-copilot":{"options":{"api_url":"{{Copilot.ApiUrl}}","github_url":"{{Copilot.GitHubUrl}}","github_api_url":"{{Copilot.GitHubApiUrl}}" },{{Prices}} }
            } }
            """;
    }
}
