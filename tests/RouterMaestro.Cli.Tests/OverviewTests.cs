using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace RouterMaestro.Cli.Tests;

/// <summary>What the program shows without a command.</summary>
public sealed class OverviewTests : IDisposable
{
    private readonly TestHome _home = new() { Clock = new FakeTimeProvider() };

    [Fact]
    public async Task A_newcomer_is_led_to_the_demo_and_the_start()
    {
        _home.WriteContext(apiKey: null, "http://127.0.0.1:1");
        await ShowAsync();
        Assert.Matches(@"^RouterMaestro \d+\.\d+\.\d+\S*, one endpoint for every language model\n", _home.Out);
        Assert.Contains("Gateway    does not run at http://127.0.0.1:1\n", _home.Out);
        Assert.Contains("Providers  none has a key yet", _home.Out);
        Assert.Matches(@"Next:\n  router-maestro demo .*\n  router-maestro server start .*\n  router-maestro --help ", _home.Out);
    }

    [Fact]
    public async Task Keys_that_are_there_are_named()
    {
        _home.WriteContext(apiKey: null, "http://127.0.0.1:1");
        _home.Variables["ANTHROPIC_API_KEY"] = "sk-secret";
        TestHome.Write(_home.AuthFile, """{"openai":{"type":"api","key":"sk-other"}}""");
        await ShowAsync();
        Assert.Contains("Providers  openai, anthropic can be called\n", _home.Out);
        Assert.Contains("Next:\n  router-maestro server start ", _home.Out);
        Assert.DoesNotContain("sk-", _home.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Providers_of_the_file_that_can_be_called_are_named()
    {
        _home.WriteContext(apiKey: null, "http://127.0.0.1:1");
        _home.Variables["LAB_TOKEN"] = _home.Variables["NAMED_API_KEY"] = "sk-secret";
        TestHome.Write(_home.ProvidersFile, """
            {"providers":{
              "lab":{"type":"openai-compatible","baseURL":"http://127.0.0.1:1/v1","options":{"api_key_env":"LAB_TOKEN"}},
              "named":{"type":"openai-compatible","baseURL":"http://127.0.0.1:1/v1"},
              "open":{"type":"openai-compatible","baseURL":"http://127.0.0.1:1/v1","options":{"allow_unauthenticated":true}},
              "keyless":{"type":"openai-compatible","baseURL":"https://llm.example.com/v1"}}}
            """);
        await ShowAsync();
        Assert.Contains("Providers  lab, named, open can be called\n", _home.Out);
        Assert.Contains("Next:\n  router-maestro server start ", _home.Out);
    }

    [Fact]
    public async Task A_gateway_without_providers_is_led_to_a_login()
    {
        await using var gateway = await StartAsync("""{"providers":{}}""");
        await ShowAsync();
        Assert.Contains($"Gateway    runs at {gateway.Address.GetLeftPart(UriPartial.Authority)}, for ", _home.Out);
        Assert.Contains("Providers  none is ready\n", _home.Out);
        Assert.Contains("Next:\n  router-maestro auth login ", _home.Out);
    }

    [Fact]
    public async Task A_gateway_that_works_is_led_to_its_clients()
    {
        await using var gateway = await StartAsync("""{"providers":{"lab":{"type":"openai-compatible","baseURL":"http://127.0.0.1:1/v1","models":{"m":{}}}}}""");
        await ShowAsync();
        Assert.Contains("Providers  lab is ready, with 1 model\n", _home.Out);
        Assert.Contains("Today      0 requests, $0.00\n", _home.Out);
        Assert.Contains("Next:\n  router-maestro run claude-code ", _home.Out);
        Assert.All(_home.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Problems_of_the_configuration_are_counted()
    {
        await using var gateway = await StartAsync("""{"providers":{"lab":{"type":"openai-compatible","baseURL":"http://127.0.0.1:1/v1","models":{"m":{}}},"broken":{"type":"openai-compatible"}}}""");
        await ShowAsync();
        Assert.Contains("Problems   1 to mend\n", _home.Out);
        Assert.Contains("Next:\n  router-maestro server info ", _home.Out);
    }

    [Fact]
    public async Task A_wrong_key_is_said_and_not_a_failure()
    {
        await using var gateway = await StartAsync("""{"providers":{}}""");
        _home.WriteContext("sk-wrong", gateway.Address.AbsoluteUri);
        await ShowAsync();
        Assert.Contains("refuses the key", _home.Out);
        Assert.Contains("Next:\n  router-maestro doctor ", _home.Out);
    }

    [Fact]
    public async Task A_gateway_that_hangs_is_waited_for_no_longer_than_a_second()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        _home.Clock = TimeProvider.System;
        _home.WriteContext("sk-test", $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", "remote");
        await ShowAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains("does not respond within 1 s.", _home.Out);
    }

    public void Dispose() => _home.Dispose();

    private async Task<GatewayHost> StartAsync(string providers)
    {
        TestHome.Write(_home.ProvidersFile, providers);
        var gateway = GatewayHost.Create(_home.Gateway());
        await gateway.StartAsync();
        _home.WriteContext("sk-test", gateway.Address.AbsoluteUri);
        return gateway;
    }

    private async Task ShowAsync()
    {
        Assert.Equal(0, await _home.RunAsync());
        Assert.Empty(_home.Error);
    }
}
