using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.AspNetCore.Auth;

namespace RouterMaestro.AspNetCore.Tests.Auth;

/// <summary>An embedded gateway is closed unless its host says otherwise.</summary>
public sealed class ClosedByDefaultTests : IAsyncDisposable
{
    private const string Chat = "/v1/chat/completions";

    private WebApplication? _app;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Without_a_key_or_a_policy_the_start_fails_and_names_the_three_ways() => await AssertRefusedAsync(app => app.MapRouterMaestro());

    [Fact]
    public async Task An_admin_key_alone_closes_nothing_for_callers() => await AssertRefusedAsync(app => app.MapRouterMaestro(), o => o.AdminKey = "sk-rm-admin");

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_empty_key_is_no_key(string? key) => await AssertRefusedAsync(app => app.MapRouterMaestro(), o => o.ApiKey = key);

    [Fact]
    public async Task A_policy_on_other_endpoints_closes_nothing() => await AssertRefusedAsync(app =>
    {
        app.MapGet("/own", () => "mine").RequireAuthorization();
        app.MapRouterMaestro();
    });

    [Fact]
    public async Task A_policy_that_is_lifted_again_closes_nothing() =>
        await AssertRefusedAsync(app => app.MapRouterMaestro().RequireAuthorization().WithMetadata(new AllowAnonymousAttribute()));

    [Fact]
    public async Task Endpoints_of_a_routing_branch_are_seen_too() => await AssertRefusedAsync(app => app.Map("/ai", branch =>
    {
        branch.UseRouting();
        branch.UseEndpoints(endpoints => endpoints.MapRouterMaestro());
    }));

    [Fact]
    public async Task A_policy_on_the_endpoints_lets_the_gateway_start()
    {
        using var client = await StartAsync(app => app.MapRouterMaestro().RequireAuthorization("users"));

        Assert.Equal(HttpStatusCode.Redirect, await AskAsync(client, user: null));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(client, "eve"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(client, "alice"));
    }

    [Fact]
    public async Task A_policy_on_a_group_around_the_endpoints_counts()
    {
        using var client = await StartAsync(app => app.MapGroup("/ai").RequireAuthorization("users").MapRouterMaestro());

        Assert.Equal(HttpStatusCode.Redirect, await AskAsync(client, user: null, "/ai" + Chat));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(client, "alice", "/ai" + Chat));
    }

    [Fact]
    public async Task A_policy_on_the_endpoints_opens_no_admin_route()
    {
        using var client = await StartAsync(app => app.MapRouterMaestro().RequireAuthorization("users"));

        using var response = await SendAsync(client, HttpMethod.Get, "/api/admin/models", "alice");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task An_address_is_never_a_credential()
    {
        using var client = await StartAsync(app => app.MapRouterMaestro(), o => (o.ApiKey, o.AdminKey) = ("sk-rm-1", "sk-rm-admin"));
        using var response = await SendAsync(client, HttpMethod.Get, "/api/admin/models", user: null);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(client, user: null));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    /// <summary>A host can add endpoints while it runs, which no check at the start has seen.</summary>
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public async Task An_endpoint_that_the_start_has_not_seen_is_closed_without_a_policy(bool hasPolicy, bool isLifted, bool passes)
    {
        object[] metadata = [.. hasPolicy ? [new AuthorizeAttribute()] : Array.Empty<object>(), .. isLifted ? [new AllowAnonymousAttribute()] : Array.Empty<object>()];
        var http = new DefaultHttpContext();
        http.SetEndpoint(new Endpoint(_ => Task.CompletedTask, new EndpointMetadataCollection(metadata), "late"));

        var refusal = await new HostCheck().CheckAsync(http);

        Assert.Equal(passes ? null : 403, refusal?.Status);
    }

    [Fact]
    public async Task A_gateway_without_endpoints_needs_no_key()
    {
        using var client = await StartAsync(app => app.MapGet("/own", () => "mine"));

        Assert.Equal("mine", await client.GetStringAsync(new Uri("/own", UriKind.Relative)));
    }

    [Fact]
    public async Task Paths_without_an_endpoint_say_why_there_are_no_admin_routes()
    {
        using var client = await StartAsync(
            app =>
            {
                app.MapRouterMaestro();
                app.MapRouterMaestroFallback();
            },
            o => o.ApiKey = "sk-rm-1");
        using var response = await SendAsync(client, HttpMethod.Get, "/api/admin/models", user: null);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("HttpApiOptions.AdminKey or AdminPolicy opens them", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string? user, string path = Chat)
    {
        using var response = await SendAsync(client, HttpMethod.Post, path, user);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string? user)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = method == HttpMethod.Post
            ? new StringContent("""{"model":"router-maestro","messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json")
            : null;
        if (user is not null)
        {
            request.Headers.Add("x-user", user);
        }

        return await client.SendAsync(request);
    }

    private async Task AssertRefusedAsync(Action<WebApplication> map, Action<HttpApiOptions>? options = null)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(map, options));

        Assert.StartsWith("MapRouterMaestro() would let everyone call the models: ", error.Message, StringComparison.Ordinal);
        Assert.All(
            ["HttpApiOptions.ApiKey", "HttpApiOptions.CallerPolicy or MapRouterMaestro().RequireAuthorization()", "HttpApiOptions.AllowAnonymous"],
            way => Assert.Contains(way, error.Message, StringComparison.Ordinal));
    }

    private async Task<HttpClient> StartAsync(Action<WebApplication> map, Action<HttpApiOptions>? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, HostSchemeHandler>(HostSchemeHandler.Name, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("users", p => p.RequireUserName("alice"));
        builder.Services.AddRouterMaestro().AddHttpApi(options);
        _app = builder.Build();
        map(_app);
        await _app.StartAsync();
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.Single()) };
    }
}
