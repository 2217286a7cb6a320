using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Auth;

/// <summary>The host's own authentication and authorization, in the place of the gateway's keys or beside them.</summary>
public sealed class HostPolicyTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<CallOutcome> _outcomes = [];
    private UpstreamSimulator? _upstream;
    private WebApplication? _app;
    private HttpClient? _client;

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_upstream is not null)
        {
            await _upstream.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("/v1/chat/completions", "error.message")]
    [InlineData("/v1/responses", "error.message")]
    [InlineData("/v1/messages", "error.message")]
    public async Task A_policy_of_the_host_refuses_in_the_callers_protocol(string path, string place)
    {
        await StartAsync(o => o.CallerPolicy = "callers");

        var (anonymous, first) = await PostAsync(path, user: null);
        var (stranger, second) = await PostAsync(path, "eve");

        Assert.Equal(HttpStatusCode.Unauthorized, anonymous);
        Assert.Equal("The request has no credential that this gateway accepts.", At(first, place));
        Assert.Equal(HttpStatusCode.Forbidden, stranger);
        Assert.Equal("The caller may not use this endpoint.", At(second, place));
        Assert.DoesNotContain(_upstream!.Requests, r => r.Operation == SimulatedOperation.Generate);
    }

    [Fact]
    public async Task The_user_whom_the_policy_accepts_is_known_to_observers()
    {
        await StartAsync(o => o.CallerPolicy = "callers");

        var (status, body) = await PostAsync("/v1/chat/completions", "alice");
        await StopAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("well", body, StringComparison.Ordinal);
        Assert.Equal("alice", Assert.Single(_outcomes).Identity);
    }

    [Fact]
    public async Task The_gateway_key_is_known_to_observers_by_name()
    {
        await StartAsync(o => o.ApiKey = "sk-rm-1");

        var (status, _) = await PostAsync("/v1/chat/completions", user: null, key: "sk-rm-1");
        await StopAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("gateway", Assert.Single(_outcomes).Identity);
    }

    [Fact]
    public async Task A_policy_for_callers_opens_no_admin_route()
    {
        await StartAsync(o => o.CallerPolicy = "callers");

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/api/admin/models", "alice")).Status);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("alice", HttpStatusCode.Forbidden)]
    [InlineData("root", HttpStatusCode.OK)]
    public async Task A_policy_of_the_host_opens_the_admin_routes(string? user, HttpStatusCode expected)
    {
        await StartAsync(o => (o.CallerPolicy, o.AdminPolicy) = ("callers", "operators"));

        var (status, body) = await GetAsync("/api/admin/models", user);

        Assert.Equal(expected, status);
        Assert.Equal(expected != HttpStatusCode.OK, JsonDocument.Parse(body).RootElement.TryGetProperty("detail", out _));
    }

    [Theory]
    [InlineData("sk-rm-1", null, HttpStatusCode.OK)]
    [InlineData(null, "alice", HttpStatusCode.OK)]
    [InlineData("sk-rm-2", null, HttpStatusCode.Unauthorized)]
    public async Task A_policy_can_accept_the_key_as_well(string? key, string? user, HttpStatusCode expected)
    {
        await StartAsync(
            o => (o.CallerPolicy, o.AdminKey) = ("both", "sk-rm-1"),
            services => services.AddAuthentication().AddRouterMaestroKeys());

        Assert.Equal(expected, (await PostAsync("/v1/chat/completions", user, key)).Status);
    }

    [Fact]
    public async Task The_gateway_key_is_no_admin_key_of_the_hosts_own_endpoints()
    {
        await StartAsync(o => o.ApiKey = "sk-rm-1", services => services.AddAuthentication().AddRouterMaestroKeys());

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("/dashboard", user: null, "sk-rm-1")).Status);
    }

    [Theory]
    [InlineData("sk-rm-ci", "ci")]
    [InlineData("sk-rm-1", "gateway")]
    public async Task A_policy_that_accepts_the_gateway_key_accepts_named_keys(string key, string user)
    {
        await StartAsync(o => o.ApiKey = "sk-rm-1", services => services.AddSingleton<IGatewayKeyStore, KeyOfCi>().AddAuthentication().AddRouterMaestroKeys());

        Assert.Equal((HttpStatusCode.OK, user), await GetAsync("/callers", user: null, key));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("sk-rm-1", HttpStatusCode.Unauthorized)]
    [InlineData("sk-rm-admin", HttpStatusCode.OK)]
    public async Task The_hosts_own_endpoints_can_require_a_key(string? key, HttpStatusCode expected)
    {
        await StartAsync(
            o => (o.ApiKey, o.AdminKey) = ("sk-rm-1", "sk-rm-admin"),
            services => services.AddAuthentication().AddRouterMaestroKeys());

        var (status, body) = await GetAsync("/dashboard", user: null, key);

        Assert.Equal(expected, status);
        Assert.Equal(expected == HttpStatusCode.OK ? "admin" : "", body);
    }

    [Fact]
    public async Task The_only_scheme_of_a_host_remains_its_default()
    {
        await StartAsync(o => o.ApiKey = "sk-rm-1");

        Assert.Equal((HttpStatusCode.OK, "bob"), await GetAsync("/own", "bob"));
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync("/own", user: null)).Status);
    }

    [Theory]
    [InlineData("key", "callers", null, null, "HttpApiOptions has both ApiKey and CallerPolicy: set one of them.")]
    [InlineData(null, null, "key", "operators", "HttpApiOptions has both AdminKey and AdminPolicy: set one of them.")]
    [InlineData(null, "callers", null, null, "HttpApiOptions has both CallerPolicy and AllowAnonymous: set one of them.", true)]
    [InlineData("key", null, null, null, "HttpApiOptions has both ApiKey and AllowAnonymous: set one of them.", true)]
    [InlineData(null, "calers", null, null, "HttpApiOptions.CallerPolicy names the policy 'calers', which the host does not have.")]
    [InlineData(null, null, null, "operator", "HttpApiOptions.AdminPolicy names the policy 'operator', which the host does not have.")]
    public async Task Options_that_cannot_work_stop_the_start(string? key, string? policy, string? adminKey, string? adminPolicy, string expected, bool isOpen = false)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(
            o => (o.ApiKey, o.CallerPolicy, o.AdminKey, o.AdminPolicy, o.AllowAnonymous) = (key, policy, adminKey, adminPolicy, isOpen)));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Action<HttpApiOptions>, string> Unusable => new()
    {
        { o => o.ApiKey = " ", "ApiKey must be plain ASCII without blanks and line breaks" },
        { o => o.ApiKey = "sk\n", "ApiKey must be plain ASCII without blanks and line breaks" },
        { o => (o.ApiKey, o.AdminKey) = ("sk", "schl\u00fcssel"), "AdminKey must be plain ASCII without blanks and line breaks" },
        { o => (o.ApiKey, o.DrainPeriod) = ("sk", TimeSpan.FromSeconds(-4)), "DrainPeriod must be from 0 to 24 hours" },
        { o => (o.ApiKey, o.MaxBodyBytes) = ("sk", 0), "MaxBodyBytes must be at least 1" },
    };

    [Theory]
    [MemberData(nameof(Unusable), DisableDiscoveryEnumeration = true)]
    public async Task A_value_that_serves_nobody_stops_the_start(Action<HttpApiOptions> change, string expected)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(change));

        Assert.Equal($"HttpApiOptions.{expected}.", error.Message);
    }

    [Fact]
    public async Task A_policy_without_authorization_stops_the_start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRouterMaestro().AddHttpApi(o => o.CallerPolicy = "callers");
        _app = builder.Build();
        _app.MapRouterMaestro();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _app.StartAsync());

        Assert.Contains("call services.AddAuthorization()", error.Message, StringComparison.Ordinal);
    }

    private static string At(string body, string place) =>
        place.Split('.').Aggregate(JsonDocument.Parse(body).RootElement, (element, name) => element.GetProperty(name)).GetString()!;

    private async Task StartAsync(Action<HttpApiOptions> options, Action<IServiceCollection>? configure = null)
    {
        _upstream = await UpstreamSimulator.StartAsync();
        _upstream.Reply(SimulatedResponse.Text("well"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, HostSchemeHandler>(HostSchemeHandler.Name, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("callers", p => p.AddAuthenticationSchemes(HostSchemeHandler.Name).RequireAssertion(c => c.User.Identity?.Name is "alice" or "root"))
            .AddPolicy("operators", p => p.AddAuthenticationSchemes(HostSchemeHandler.Name).RequireUserName("root"))
            .AddPolicy("both", p => p.AddAuthenticationSchemes(HostSchemeHandler.Name, RouterMaestroAuthentication.AdminKeyScheme).RequireAuthenticatedUser());
        configure?.Invoke(builder.Services);
        builder.Services.AddSingleton(_outcomes);
        builder.Services.AddRouterMaestro().AddOpenAICompatible("chat", _upstream.BaseUrl.ToString()).AddCallObserver<OutcomeList>().AddHttpApi(options);
        _app = builder.Build();
        _app.MapRouterMaestro();
        _app.MapGet("/own", (ClaimsPrincipal user) => user.Identity?.Name).RequireAuthorization();
        if (configure is not null)
        {
            _app.MapGet("/callers", (ClaimsPrincipal user) => user.Identity?.Name).RequireAuthorization(RouterMaestroAuthentication.CallerPolicy);
            _app.MapGet("/dashboard", (ClaimsPrincipal user) => user.Identity?.Name).RequireAuthorization(RouterMaestroAuthentication.AdminPolicy);
        }

        await _app.StartAsync();
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    private async Task StopAsync()
    {
        await _app!.DisposeAsync();
        _app = null;
    }

    private Task<(HttpStatusCode Status, string Body)> GetAsync(string path, string? user, string? key = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), user, key);

    private Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string? user, string? key = null)
    {
        const string Body = """{"model":"chat/m","max_tokens":9,"input":"hi","messages":[{"role":"user","content":"hi"}]}""";
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Body, Encoding.UTF8, "application/json") }, user, key);
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpRequestMessage request, string? user, string? key)
    {
        using (request)
        {
            if (user is not null)
            {
                request.Headers.Add("x-user", user);
            }

            if (key is not null)
            {
                request.Headers.Add("x-api-key", key);
            }

            using var response = await _client!.SendAsync(request);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    private sealed class OutcomeList(ConcurrentQueue<CallOutcome> outcomes) : ICallObserver
    {
        public void OnEnded(CallOutcome outcome) => outcomes.Enqueue(outcome);
    }

    private sealed class KeyOfCi : IGatewayKeyStore
    {
        public IReadOnlyList<NamedGatewayKey> Keys { get; } =
            [new("ci", Convert.ToHexString(SHA256.HashData("sk-rm-ci"u8)), DateTimeOffset.UnixEpoch)];

        public Task<bool> TryAddAsync(NamedGatewayKey key, CancellationToken cancellationToken = default) => Task.FromResult(false);

        public Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult(false);
    }
}
