using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Support;

/// <summary>A gateway on a port of its own, in front of one simulated provider that it reaches in every protocol.</summary>
public sealed class TestGateway : IAsyncDisposable
{
    /// <summary>The gateway key.</summary>
    public const string Key = "sk-rm-test-key";

    /// <summary>The key that the gateway sends to its providers.</summary>
    public const string UpstreamKey = "upstream-secret-key";

    private readonly WebApplication _app;

    private TestGateway(WebApplication app, UpstreamSimulator upstream)
    {
        (_app, Upstream) = (app, upstream);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        // a client that leaves closes its connection at once, instead of draining it first
        Client = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = Address };
        Client.DefaultRequestHeaders.Add("Authorization", $"Bearer {Key}");
    }

    public UpstreamSimulator Upstream { get; }

    public Uri Address { get; }

    /// <summary>Gets the requests for responses that reached the provider, without those for its models.</summary>
    public IReadOnlyList<ReceivedRequest> Received => [.. Upstream.Requests.Where(r => r.Operation == SimulatedOperation.Generate)];

    /// <summary>Gets a client that holds the gateway key.</summary>
    public HttpClient Client { get; }

    public LogLines Logs { get; private init; } = new();

    /// <summary>Starts a gateway with a provider for each protocol, which is called by the protocol's name.</summary>
    public static async Task<TestGateway> StartAsync(
        RoutingSettings? routing = null,
        Action<IRouterMaestroBuilder>? configure = null,
        Action<HttpApiOptions>? http = null,
        TimeProvider? clock = null,
        UpstreamSimulatorOptions? simulator = null,
        bool withResponses = true,
        Action<IRouterMaestroBuilder, UpstreamSimulator>? configureWith = null)
    {
        var upstream = await UpstreamSimulator.StartAsync(simulator);
        var logs = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        var router = builder.Services.AddRouterMaestro(o => o.Routing = routing ?? RoutingSettings.Default)
            .AddOpenAICompatible("chat", upstream.BaseUrl.ToString(), o => o.ApiKey = UpstreamKey)
            .AddAnthropicCompatible("messages", upstream.Address.ToString(), o => o.ApiKey = UpstreamKey)
            .AddHttpApi(o =>
            {
                (o.ApiKey, o.AdminKey) = (Key, Key);
                http?.Invoke(o);
            });
        if (withResponses)
        {
            router.AddOpenAICompatible("responses", upstream.BaseUrl.ToString(), o =>
            {
                o.ApiKey = UpstreamKey;
                o.Protocols.Add(WireProtocol.OpenAIResponses);
            });
        }

        configure?.Invoke(router);
        configureWith?.Invoke(router, upstream);
        var app = builder.Build();
        app.MapRouterMaestro();
        app.MapRouterMaestroStatus();
        app.MapRouterMaestroFallback();
        await app.StartAsync();
        return new TestGateway(app, upstream) { Logs = logs };
    }

    /// <summary>Gets the name of the provider that speaks a protocol.</summary>
    public static string ProviderOf(WireProtocol upstream) => upstream.Name;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Upstream.DisposeAsync();
        await _app.DisposeAsync();
    }
}
