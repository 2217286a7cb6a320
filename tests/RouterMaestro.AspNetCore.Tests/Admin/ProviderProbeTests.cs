using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>Operators test a provider, and learn in plain words what is wrong.</summary>
public sealed class ProviderProbeTests : IAsyncLifetime
{
    // the limit of ten seconds passes in half a second
    private const int ClockFactor = 20;

    private readonly Dictionary<string, string> _environment = new() { ["RIGHT_KEY"] = "sk-right", ["WRONG_KEY"] = "sk-wrong" };
    private UpstreamSimulator? _upstream;
    private TestGateway? _gateway;

    public async Task InitializeAsync()
    {
        _upstream = await UpstreamSimulator.StartAsync(new UpstreamSimulatorOptions { RequiredKey = "sk-right", Models = ["a", "b"] });
        _gateway = await TestGateway.StartAsync(
            configure: router => router.UseInMemoryConfiguration(new InMemoryConfiguration()).UseEnvironmentKeys(name => _environment.GetValueOrDefault(name)),
            clock: new FastClock(ClockFactor));
    }

    [Fact]
    public async Task A_provider_that_works_lists_its_models()
    {
        var entry = Entry(_upstream!.BaseUrl.ToString(), "RIGHT_KEY");
        var draft = await TestAsync("lab", entry);
        await _gateway!.Client.AdminAsync("PUT", "providers/lab", entry, status: 201);
        var stored = await TestAsync("lab");

        foreach (var test in new[] { draft, stored })
        {
            Assert.Equal(("""["a","b"]""", true), (test["models"]!.ToJsonString(), (bool)test["ok"]!));
            Assert.False(test.ContainsKey("failure"));
        }
    }

    [Fact]
    public async Task A_wrong_key_is_named_by_its_variable() =>
        await FailsAsync(Entry(_upstream!.BaseUrl.ToString(), "WRONG_KEY"), "unauthorized", "'lab' rejects the key of WRONG_KEY (status 401)", 401);

    [Fact]
    public async Task A_missing_key_is_asked_for() =>
        await FailsAsync(Entry(_upstream!.BaseUrl.ToString(), "NO_KEY"), "unauthorized", "set NO_KEY in the gateway's environment", 401);

    [Fact]
    public async Task A_provider_without_its_key_is_not_called() =>
        await FailsAsync(Entry("https://llm.example.com/v1", "NO_KEY"), "no_key", "set NO_KEY in the gateway's environment");

    [Fact]
    public async Task A_key_that_cannot_be_sent_is_not_called_missing()
    {
        _environment["BAD_KEY"] = "sk-a\r\nsk-b";

        await FailsAsync(Entry("https://llm.example.com/v1", "BAD_KEY"), "no_key", "BAD_KEY must not hold a line break");
    }

    [Fact]
    public async Task An_entry_of_the_document_that_is_not_valid_lists_its_errors()
    {
        var documents = new ConfigurationDocuments { Providers = ConfigurationDocument.Of("""{ "providers": { "bad": { "type": 3, "headers": 1 } } }"""u8.ToArray()) };
        await using var gateway = await TestGateway.StartAsync(configure: router => router.UseInMemoryConfiguration(new(documents)));

        var (_, test) = await gateway.Client.AdminAsync("POST", "providers/bad/test");

        Assert.Equal("invalid", (string?)test["failure"]!["code"]);
        Assert.Equal(["providers.bad.type", "providers.bad", "providers.bad.headers"], test["failure"]!["errors"]!.AsArray().Select(error => ((string)error!).Split(' ')[0]));
    }

    [Fact]
    public async Task A_wrong_path_is_not_found()
    {
        _upstream!.When(SimulatedOperation.Models).Reply(SimulatedResponse.Raw(404, "application/json", "{}"u8.ToArray()));

        await FailsAsync(Entry(_upstream.BaseUrl.ToString(), "RIGHT_KEY"), "not_found", "has no list of models (status 404): check that baseURL", 404);
    }

    [Fact]
    public async Task A_page_is_no_list_of_models()
    {
        _upstream!.When(SimulatedOperation.Models).Reply(SimulatedResponse.Raw(200, "text/html", "<html></html>"u8.ToArray()));

        await FailsAsync(Entry(_upstream.BaseUrl.ToString(), "RIGHT_KEY"), "no_model_list", "is not a list of models: check that baseURL");
    }

    [Fact]
    public async Task A_closed_port_refuses()
    {
        var port = FreePort();

        await FailsAsync(Entry($"http://127.0.0.1:{port}/v1"), "refused", $"127.0.0.1:{port} refuses the connection");
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_not_resolved() =>
        await FailsAsync(Entry("http://no-such-host.invalid/v1", "RIGHT_KEY"), "dns", "The name no-such-host.invalid cannot be resolved");

    [Fact]
    public async Task A_port_without_TLS_is_told_from_one_that_is_closed() => await FailsAsync(
        Entry($"https://127.0.0.1:{_upstream!.Address.Port}/v1", "RIGHT_KEY"), "tls", $"No TLS connection to 127.0.0.1:{_upstream.Address.Port}");

    [Fact]
    public async Task A_silent_server_is_left_after_the_limit()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await FailsAsync(Entry($"http://{silent.LocalEndpoint}/v1"), "timeout", $"{silent.LocalEndpoint} did not answer within 10 seconds");
    }

    [Fact]
    public async Task A_server_that_hangs_up_is_said_to()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hangingUp = HangUpAsync(listener);

        await FailsAsync(Entry($"http://{listener.LocalEndpoint}/v1"), "broken", "closed the connection without a response");

        listener.Stop();
        await hangingUp;
    }

    public async Task DisposeAsync()
    {
        await _gateway!.DisposeAsync();
        await _upstream!.DisposeAsync();
    }

    private static string Entry(string baseUrl, string? variable = null) => new JsonObject
    {
        ["type"] = "openai-compatible",
        ["baseURL"] = baseUrl,
        ["options"] = variable is null ? null : new JsonObject { ["api_key_env"] = variable },
    }.ToJsonString();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task HangUpAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptSocketAsync();
                await connection.ReceiveAsync(new byte[4096]);
            }
        }
        catch (SocketException)
        {
            // the listener has been stopped
        }
    }

    private async Task FailsAsync(string entry, string code, string message, int? status = null)
    {
        var test = await TestAsync("lab", entry);

        Assert.False((bool)test["ok"]!);
        Assert.Empty(test["models"]!.AsArray());
        Assert.Equal((code, status), ((string?)test["failure"]!["code"], (int?)test["failure"]!["status"]));
        Assert.Contains(message, (string?)test["failure"]!["message"], StringComparison.Ordinal);
        Assert.DoesNotContain("sk-wrong", test.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<JsonObject> TestAsync(string name, string? entry = null) =>
        (await _gateway!.Client.AdminAsync("POST", $"providers/{name}/test", entry)).Observed;
}
