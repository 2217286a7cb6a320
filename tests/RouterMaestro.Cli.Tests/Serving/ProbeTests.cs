using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests.Serving;

/// <summary>What monitors and orchestrators learn without a key.</summary>
public sealed class ProbeTests : IAsyncLifetime, IDisposable
{
    private readonly TestHome _home = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private GatewayHost? _gateway;

    public async Task InitializeAsync()
    {
        _gateway = GatewayHost.Create(_home.Gateway());
        await _gateway.StartAsync();
    }

    [Fact]
    public async Task A_gateway_without_a_usable_model_is_alive_and_not_ready()
    {
        const string Reason = "No model is usable: openai needs OPENAI_API_KEY; anthropic needs ANTHROPIC_API_KEY; github-copilot needs a login ('router-maestro auth login github-copilot').";

        Assert.Equal((HttpStatusCode.OK, """{"status":"alive"}"""), await GetAsync("health/live"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, $$"""{"status":"not_ready","reason":"{{Reason}}"}"""), await GetAsync("health/ready"));
        using var ready = await _http.GetAsync(new Uri(_gateway!.Address, "health/ready"));
        Assert.Equal(TimeSpan.FromSeconds(1), ready.Headers.RetryAfter?.Delta);
        var (status, health) = await GetAsync("health");
        Assert.Equal((HttpStatusCode.OK, "degraded", Reason), (status, Text(health, "status"), Text(health, "reason")));
        Assert.InRange(DateTimeOffset.Parse(Text(health, "since")!, CultureInfo.InvariantCulture), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_gateway_with_a_model_is_ready_and_healthy()
    {
        await EditAsync("""{ "providers": { "lab": { "type": "openai-compatible", "baseURL": "http://127.0.0.1:9/v1", "models": { "m": {} } } } }""");

        Assert.Equal((HttpStatusCode.OK, """{"status":"ready"}"""), await GetAsync("health/ready"));
        Assert.Equal((HttpStatusCode.OK, """{"status":"healthy"}"""), await GetAsync("health"));
    }

    [Fact]
    public async Task A_problem_is_shown_with_its_reason_and_since_when_and_without_paths()
    {
        var before = TimeProvider.System.GetUtcNow();
        await EditAsync("""{ "providers": { "lab": { "type": "openai-compatible", "baseURL": "http://127.0.0.1:9/v1", "models": { "m": {} }, "modelz": 1 } } }""");
        var (_, first) = await GetAsync("health");
        await EditAsync("""{ "providers": { "lab": { "type": "openai-compatible", "baseURL": "http://127.0.0.1:9/v1", "models": { "m": {} }, "typ": 1 } } }""");
        var (_, second) = await GetAsync("health");

        Assert.Equal(("degraded", "The configuration has a problem."), (Text(first, "status"), Text(first, "reason")));
        Assert.Contains("""problems":[{"file":"providers.json","message":"providers.lab.modelz is not a known member: did you mean \"models\"?"}]}""", first);
        var since = DateTimeOffset.Parse(Text(first, "since")!, CultureInfo.InvariantCulture);
        Assert.EndsWith("Z", Text(first, "since"));
        Assert.True(since <= TimeProvider.System.GetUtcNow() && since > before.AddMinutes(-1));
        Assert.Equal(Text(first, "since"), Text(second, "since"));
        Assert.DoesNotContain(Path.GetDirectoryName(_home.ProvidersFile)!, first);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("health/ready")).Status);
    }

    [Fact]
    public async Task Faults_of_each_file_name_it_without_its_folder()
    {
        TestHome.Write(Path.Combine(Path.GetDirectoryName(_home.ProvidersFile)!, "priorities.json"), """{ "prioritiez": [] }""");
        await EditAsync("""{ "providers": { "lab": """);

        var (_, health) = await GetAsync("health");

        var problems = JsonNode.Parse(health)!["problems"]!.AsArray();
        Assert.Equal(["priorities.json", "providers.json"], problems.Select(p => (string?)p!["file"]).Distinct().Order());
        Assert.Contains("prioritiez", health);
        Assert.DoesNotContain(Path.GetDirectoryName(_home.ProvidersFile)!, health);
    }

    [Fact]
    public async Task Probes_may_be_head_requests()
    {
        foreach (var path in new[] { "health", "health/live", "health/ready" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(_gateway!.Address, path));
            using var response = await _http.SendAsync(request);
            Assert.NotEqual(HttpStatusCode.MethodNotAllowed, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose()
    {
        _http.Dispose();
        _home.Dispose();
    }

    private static string? Text(string json, string member) => (string?)JsonNode.Parse(json)![member];

    private async Task EditAsync(string providers)
    {
        TestHome.Write(_home.ProvidersFile, providers);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_gateway!.Address, "api/admin/models/refresh"));
        request.Headers.Authorization = new("Bearer", "sk-test");
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(_gateway!.Address, path));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
