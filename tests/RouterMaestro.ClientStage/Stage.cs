using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Testing;

namespace RouterMaestro.ClientStage;

/// <summary>
/// The real gateway in front of a simulated provider that it reaches in every protocol: as <c>chat</c>, as <c>responses</c> and as
/// <c>messages</c>. The requested model decides the provider's behaviour, see <see cref="Scenes"/>.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>The key that clients must send.</summary>
    public const string Key = "sk-rm-clients";

    private const string UpstreamKey = "upstream-key";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-clients-");
    private readonly UpstreamSimulator _upstream;
    private readonly GatewayHost _gateway;
    private readonly Observer _observer;

    private Stage(UpstreamSimulator upstream, Observer observer)
    {
        (_upstream, _observer) = (upstream, observer);
        _gateway = GatewayHost.Create(new GatewayOptions
        {
            Port = 0,
            ApiKey = Key,
            Paths = new ConfigPaths(_folder.FullName, _folder.FullName),
            Variable = _ => null,
            LogLevel = LogLevel.Error,
            Configure = Configure,
        });
    }

    /// <summary>Gets where the gateway is.</summary>
    public Uri Gateway => _gateway.Address;

    /// <summary>Gets where it can be asked what the provider saw.</summary>
    public Uri Observer => _observer.Address;

    public static async Task<Stage> StartAsync()
    {
        var upstream = await UpstreamSimulator.StartAsync(new UpstreamSimulatorOptions { Models = Scenes.Models, RequiredKey = UpstreamKey });
        Scenes.Direct(upstream);
        var stage = new Stage(upstream, await ClientStage.Observer.StartAsync(upstream));
        await stage._gateway.StartAsync();
        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.StopAsync();
        await _gateway.DisposeAsync();
        await _observer.DisposeAsync();
        await _upstream.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Configure(IRouterMaestroBuilder router) => router
        .AddOpenAICompatible("chat", _upstream.BaseUrl.ToString(), o => o.ApiKey = UpstreamKey)
        .AddOpenAICompatible("responses", _upstream.BaseUrl.ToString(), o =>
        {
            o.ApiKey = UpstreamKey;
            o.Protocols.Add(WireProtocol.OpenAIResponses);
        })
        .AddAnthropicCompatible("messages", _upstream.Address.ToString(), o => o.ApiKey = UpstreamKey);
}
