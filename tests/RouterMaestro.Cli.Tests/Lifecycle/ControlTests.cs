using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RouterMaestro.Control;

namespace RouterMaestro.Cli.Tests.Lifecycle;

/// <summary>The routes by which the starter of a gateway stops it, and the one that describes it to operators.</summary>
public sealed class ControlTests : IDisposable
{
    private readonly TestHome _home = new();

    [Fact]
    public async Task Only_the_token_opens_the_routes_of_control()
    {
        var control = GatewayControl.Create();
        await using var gateway = await StartAsync(control);

        foreach (var wrong in new[] { null, "", "sk-test", control.Token[1..], control.Token + "0", control.Instance })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(gateway, HttpMethod.Get, "/api/control", wrong)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(gateway, HttpMethod.Post, "/api/control/stop", wrong)).Status);
        }

        var (status, body) = await SendAsync(gateway, HttpMethod.Get, "/api/control", control.Token);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((control.Instance, Environment.ProcessId), ((string?)body["instance"], (int?)body["pid"]));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(gateway, HttpMethod.Get, "/v1/models", control.Token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(gateway, HttpMethod.Get, "/api/admin/server", control.Token)).Status);
    }

    [Fact]
    public async Task The_answer_to_stop_arrives_before_the_gateway_stops()
    {
        var control = GatewayControl.Create();
        await using var gateway = await StartAsync(control);
        var stopping = gateway.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        Assert.Equal(30, (int?)(await SendAsync(gateway, HttpMethod.Post, "/api/control/stop", control.Token)).Body["drain_seconds"]);
        await gateway.WaitForShutdownAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task A_gateway_of_a_program_has_no_such_routes()
    {
        await using var gateway = await StartAsync(control: null);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(gateway, HttpMethod.Post, "/api/control/stop", "sk-test")).Status);
        Assert.Equal("GatewayControl { Instance = b }", new GatewayControl("a", "b").ToString());
    }

    [Fact]
    public async Task Operators_see_what_the_gateway_is_and_has()
    {
        TestHome.Write(_home.ProvidersFile, """{"providers":{"lab":{"type":"openai-compatible","baseURL":"http://127.0.0.1:1/v1","models":{"m":{}}},"broken":{}}}""");
        await using var gateway = await StartAsync(control: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(gateway, HttpMethod.Get, "/api/admin/server", null)).Status);

        var (status, body) = await SendAsync(gateway, HttpMethod.Get, "/api/admin/server", "sk-test");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            ["name", "version", "runtime", "pid", "started_at", "uptime_seconds", "addresses", "catalog", "providers", "circuits", "problems", "paths"],
            body.Select(member => member.Key));
        Assert.Equal(gateway.Address.GetLeftPart(UriPartial.Authority), (string?)body["addresses"]![0]);
        Assert.Equal("""{"models":1,"updated_at":null,"age_seconds":null}""", body["catalog"]!.ToJsonString());
        Assert.Equal(
            """{"name":"lab","type":"openai-compatible","status":"no_key_needed","key":{"from":"none","variable":"LAB_API_KEY"},"models":{"count":1,"state":"configured"}}""",
            body["providers"]![0]!.ToJsonString());
        Assert.Equal("invalid", (string?)body["providers"]!.AsArray()[^1]!["status"]);
        Assert.Equal("[]", body["circuits"]!.ToJsonString());
        Assert.Equal(_home.ProvidersFile, (string?)body["problems"]![0]!["path"]);
        Assert.Equal(Path.GetDirectoryName(_home.ProvidersFile), (string?)body["paths"]!["config"]);
    }

    [Fact]
    public async Task A_circuit_that_is_open_is_among_what_operators_see()
    {
        TestHome.Write(_home.ProvidersFile, """{"providers":{"lab":{"type":"openai-compatible","baseURL":"http://127.0.0.1:1/v1","models":{"m":{}}}}}""");
        await using var gateway = await StartAsync(control: null);
        using var http = new HttpClient { BaseAddress = gateway.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-test");
        for (var times = 0; times < 3; times++)
        {
            using var content = new StringContent("""{"model":"lab/m","messages":[{"role":"user","content":"Hi"}]}""");
            using var response = await http.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), content);
        }

        var circuit = Assert.Single((await SendAsync(gateway, HttpMethod.Get, "/api/admin/server", "sk-test")).Body["circuits"]!.AsArray())!;

        Assert.Equal("open", (string?)circuit["state"]);
        _home.WriteContext("sk-test", gateway.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(0, await _home.RunAsync("server", "info"));
        Assert.Matches(@"\nCircuit +\S+ \(\w+\) is open until \d\d:\d\d:\d\d UTC: ", _home.Out.ReplaceLineEndings("\n"));
    }

    public void Dispose() => _home.Dispose();

    private static async Task<(HttpStatusCode Status, JsonObject Body)> SendAsync(GatewayHost gateway, HttpMethod method, string path, string? token)
    {
        using var http = new HttpClient { BaseAddress = gateway.Address };
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        using var response = await http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    private async Task<GatewayHost> StartAsync(GatewayControl? control)
    {
        var gateway = GatewayHost.Create(_home.Gateway() with { Control = control });
        await gateway.StartAsync();
        return gateway;
    }
}
