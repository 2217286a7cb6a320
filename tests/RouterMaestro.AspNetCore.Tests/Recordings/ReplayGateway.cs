using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Infrastructure.DependencyInjection;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Recordings;

/// <summary>A gateway whose upstream takes every request, also those that a provider refused when it was recorded.</summary>
public class ReplayGateway : IAsyncLifetime
{
    public TestGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Gateway = await TestGateway.StartAsync(configure: ConfigureAll, simulator: new UpstreamSimulatorOptions { ValidatesRequests = false });

    private void ConfigureAll(IRouterMaestroBuilder router)
    {
        // OpenRouter's moonshotai/kimi-k2 and Snowflake Cortex end without a finish reason
        router.Services.Configure<ProviderOptions>("chat", o => o.OmitsFinishReason = true);
        Configure(router);
    }

    protected virtual void Configure(IRouterMaestroBuilder router)
    {
    }

    public async Task DisposeAsync() => await Gateway.DisposeAsync();
}
