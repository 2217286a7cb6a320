using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application;

namespace RouterMaestro.Cli.Tests.Serving;

public sealed class GatewayHostTests : IDisposable
{
    private readonly TestHome _home = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task It_serves_on_a_free_port_for_port_0()
    {
        await using var gateway = GatewayHost.Create(Options());
        Assert.Throws<InvalidOperationException>(() => gateway.Address);
        await gateway.StartAsync();

        using var response = await _http.GetAsync(new Uri(gateway.Address, "health"));
        Assert.StartsWith("""{"status":"degraded","reason":"No model is usable: """, await response.Content.ReadAsStringAsync());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Localhost_is_both_loopback_addresses()
    {
        var port = FreePort();
        await using var gateway = GatewayHost.Create(Options() with { Port = port });
        await gateway.StartAsync();

        Assert.Equal(new Uri($"http://localhost:{port}"), gateway.Address);
        Assert.Equal(HttpStatusCode.OK, await GetHealthAsync($"http://127.0.0.1:{port}"));
        if (Socket.OSSupportsIPv6)
        {
            Assert.Equal(HttpStatusCode.OK, await GetHealthAsync($"http://[::1]:{port}"));
        }
    }

    [Theory]
    [InlineData("*", "localhost")]
    [InlineData("0.0.0.0", "localhost")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    public async Task The_address_is_one_that_this_machine_can_call(string host, string reachable)
    {
        await using var gateway = GatewayHost.Create(Options() with { Host = host });
        await gateway.StartAsync();
        Assert.Equal(reachable, gateway.Address.Host);
        Assert.Equal(HttpStatusCode.OK, await GetHealthAsync($"http://127.0.0.1:{gateway.Address.Port}"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_port_in_use_is_said_in_one_sentence(string host)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var gateway = GatewayHost.Create(Options() with { Host = host, Port = ((IPEndPoint)taken.LocalEndpoint).Port });
        var exception = await Assert.ThrowsAsync<GatewaySetupException>(() => gateway.StartAsync());
        Assert.Contains("address already in use", exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_said_in_one_sentence()
    {
        await using var gateway = GatewayHost.Create(Options() with { Host = "192.0.2.1" });
        var exception = await Assert.ThrowsAsync<GatewaySetupException>(() => gateway.StartAsync());
        Assert.StartsWith("The address cannot be listened on", exception.Message);
    }

    [Fact]
    public async Task A_new_key_is_stored_by_the_first_start_and_used_by_the_next()
    {
        string key;
        await using (var first = GatewayHost.Create(Options() with { ApiKey = null }))
        {
            Assert.False(File.Exists(_home.ContextsFile), "not before the start");
            await first.StartAsync();
            key = first.Key.Value;
        }

        await using var second = GatewayHost.Create(Options() with { ApiKey = null });
        Assert.Equal(new GatewayKey(key, GatewayKeySource.Stored), second.Key);
    }

    [Fact]
    public async Task A_given_key_is_required_and_not_stored()
    {
        await using var gateway = GatewayHost.Create(Options() with { ApiKey = "sk-given" });
        await gateway.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address, "v1/models"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _http.GetAsync(request.RequestUri)).StatusCode);
        request.Headers.Add("x-api-key", "sk-given");
        Assert.Equal(HttpStatusCode.OK, (await _http.SendAsync(request)).StatusCode);
        Assert.False(File.Exists(_home.ContextsFile));
    }

    [Fact]
    public async Task A_host_may_add_to_the_router()
    {
        await using var gateway = GatewayHost.Create(Options() with
        {
            Configure = router => router.AddOpenAICompatible("added", "http://127.0.0.1:9/v1", options => options.Models.Add("m")),
        });
        await gateway.StartAsync();
        Assert.Contains(await gateway.Services.GetRequiredService<IRouter>().ListModelsAsync(), model => model.Ref.QualifiedId == "added/m");
    }

    public void Dispose()
    {
        _http.Dispose();
        _home.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private GatewayOptions Options() => _home.Gateway() with { Variable = name => _home.Variables.GetValueOrDefault(name) };

    private async Task<HttpStatusCode> GetHealthAsync(string root)
    {
        using var response = await _http.GetAsync(new Uri(new Uri(root), "health"));
        return response.StatusCode;
    }
}
