namespace RouterMaestro.AspNetCore.Tests.Support;

/// <summary>One gateway for all the tests of a class: starting one takes longer than most tests. Reset its upstream before each.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    public TestGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync() => Gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await Gateway.DisposeAsync();
}
