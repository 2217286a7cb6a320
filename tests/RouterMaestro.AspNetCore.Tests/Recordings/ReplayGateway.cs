using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Recordings;

/// <summary>A gateway whose upstream takes every request, also those that a provider refused when it was recorded.</summary>
public sealed class ReplayGateway : IAsyncLifetime
{
    public TestGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Gateway = await TestGateway.StartAsync(simulator: new UpstreamSimulatorOptions { ValidatesRequests = false });

    public async Task DisposeAsync() => await Gateway.DisposeAsync();
}
