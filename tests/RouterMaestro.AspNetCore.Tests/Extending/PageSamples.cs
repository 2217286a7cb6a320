using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Tests.Protocols.Toy;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.AspNetCore.Tests.Extending;

/// <summary>The C# of docs/routing.md, docs/cli.md and the pages of docs/extending that register what a host adds.</summary>
internal static class PageSamples
{
    public static void ChooseByPolicy(WebApplicationBuilder builder)
    {
        builder.Services.AddRouterMaestro().AddRoutingPolicy<LargestWindowFirst>().UseFileConfiguration();
    }

    public static RoutePlan PlanByPolicy(RoutingSettings settings, ModelCatalog catalog, DateTimeOffset now)
    {
        var routes = new RouteTable(settings, catalog, [new LargestWindowFirst()]);
        var plan = RoutePlanner.Plan(new RequestFacts("router-maestro"), routes, HealthSnapshot.Clear, now, seed: 1);
        return plan;
    }

    public static void SpeakToys(WebApplicationBuilder builder) =>
        builder.Services.AddRouterMaestro()
            .UseFileConfiguration()
            .AddProtocol<ToyCodec>()
            .AddHttpApi(options => options.ApiKey = builder.Configuration["Gateway:Key"]);

    public static void ShareConfiguration(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigurationFeed, ConsulFeed>();
        builder.Services.AddSingleton<IRoutingSettingsStore, ConsulSettingsStore>();
    }

    public static void UpdateConfiguration(WebApplicationBuilder builder, ReadOnlyMemory<byte> bytes)
    {
        var configuration = new InMemoryConfiguration();
        builder.Services.AddRouterMaestro().UseInMemoryConfiguration(configuration);
        configuration.Update(new ConfigurationDocuments { Routing = ConfigurationDocument.Of(bytes) });
    }

    public static async Task HostAsync()
    {
        await using var gateway = GatewayHost.Create(new GatewayOptions { Port = 0, ApiKey = "sk-test" });
        await gateway.StartAsync();
    }

    private abstract class ConsulFeed : IConfigurationFeed
    {
        public abstract ConfigurationDocuments Read();

        public abstract IDisposable OnChange(Action listener);
    }

    private abstract class ConsulSettingsStore : IRoutingSettingsStore
    {
        public abstract ValueTask<StoredRoutingSettings> ReadAsync(CancellationToken cancellationToken);

        public abstract ValueTask<bool> TryWriteAsync(RawJson content, string revision, CancellationToken cancellationToken);
    }
}
