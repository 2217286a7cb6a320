using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Tests.Providers.Modules.Acme;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.Modules;

/// <summary>A whole gateway in front of one simulated provider, with the fixture module and configuration files.</summary>
internal sealed class ModuleGateway : IAsyncDisposable
{
    private const string Key = "sk-rm-test";

    private readonly TemporaryFolder _folder;
    private readonly GatewayHost _host;
    private readonly HttpClient _client;
    private readonly ConcurrentDictionary<string, bool> _revoked = [];
    private int _issued;

    private ModuleGateway(TemporaryFolder folder, GatewayHost host, UpstreamSimulator upstream, FakeTimeProvider clock)
    {
        (_folder, _host, Upstream, Clock) = (folder, host, upstream, clock);
        _client = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };
    }

    public UpstreamSimulator Upstream { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>Gets the number of tokens that the provider has issued.</summary>
    public int Issued => Volatile.Read(ref _issued);

    /// <summary>Gets or sets the base address that the provider names in tokens.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Gets the requests for tokens.</summary>
    public IReadOnlyList<ReceivedRequest> Logins => [.. Upstream.Requests.Where(r => r.Path == "/v1/token")];

    /// <param name="entry">Makes the provider's entry from the simulator's address; null for one of the fixture's type.</param>
    public static async Task<ModuleGateway> StartAsync(Func<string, string>? entry = null)
    {
        var upstream = await UpstreamSimulator.StartAsync();
        var (folder, clock, address) = (new TemporaryFolder(), new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60)), upstream.BaseUrl.ToString());
        var paths = folder.With(
            $$"""{ "providers": { "acme": {{entry?.Invoke(address) ?? $$"""{ "type": "acme", "baseURL": "{{address}}" }"""}} } }""",
            auth: """{ "acme": { "key": "first-key" } }""");
        var host = GatewayHost.Create(new GatewayOptions
        {
            Port = 0,
            ApiKey = Key,
            LogLevel = LogLevel.None,
            Paths = paths,
            Variable = _ => null,
            TimeProvider = clock,
            Configure = router => router.AddProviderModule<AcmeModule>(),
        });
        var gateway = new ModuleGateway(folder, host, upstream, clock);

        // before the start, which asks for the model list
        gateway.AddRules();
        await host.StartAsync();
        gateway._client.BaseAddress = host.Address;
        return gateway;
    }

    public async Task<(int Status, string Body)> ChatAsync(string model, string members = "", string content = "\"hi\"") =>
        await PostAsync("v1/chat/completions", $$"""{"model":"acme/{{model}}",{{members}}"messages":[{"role":"user","content":{{content}}}]}""");

    public async Task<(int Status, string Body)> PostAsync(string path, string body)
    {
        using var response = await _client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<string> GetAsync(string path) => _client.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>Writes another key and puts it into effect.</summary>
    public async Task ChangeKeyAsync(string key)
    {
        _folder.With(auth: $$"""{ "acme": { "key": "{{key}}" } }""");
        await _host.Services.GetRequiredService<IGatewayState>().RefreshAsync(CancellationToken.None);
    }

    /// <summary>Makes the provider refuse the tokens that it has issued.</summary>
    public void Revoke()
    {
        for (var number = 1; number <= Issued; number++)
        {
            _revoked[$"Bearer token-{number}"] = true;
        }
    }

    public static string KeyOf(ReceivedRequest request) =>
        request.Headers.GetValueOrDefault("Authorization") ?? request.Headers.GetValueOrDefault("x-api-key") ?? "";

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Upstream.DisposeAsync();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    private void AddRules()
    {
        Upstream.When(SimulatedOperation.Unknown).Reply(_ => Json($$"""
            { "token": "token-{{Interlocked.Increment(ref _issued)}}", "expires_in": 600{{(Endpoint is null ? "" : $", \"endpoint\": \"{Endpoint}\"")}} }
            """));
        Upstream.When(r => _revoked.ContainsKey(KeyOf(r))).Reply(r => SimulatedFault.Status(401, $"The token {KeyOf(r)} has been revoked."));
        Upstream.When(SimulatedOperation.Models).Reply(_ => Json("""
            { "models": [ { "name": "fable", "api": "messages" }, { "name": "plain", "api": "" }, { "name": "tuned-1", "api": "chat" } ] }
            """));
    }

    private static SimulatedRawResponse Json(string text) => SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(text));
}
