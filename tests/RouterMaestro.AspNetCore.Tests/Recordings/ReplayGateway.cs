using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Recordings;

/// <summary>A gateway whose upstream takes every request, also those that a provider refused when it was recorded.</summary>
public class ReplayGateway : IAsyncLifetime
{
    public TestGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Gateway = await TestGateway.StartAsync(configure: Configure, simulator: new UpstreamSimulatorOptions { ValidatesRequests = false });

    protected virtual void Configure(IRouterMaestroBuilder router)
    {
    }

    public async Task DisposeAsync() => await Gateway.DisposeAsync();
}
