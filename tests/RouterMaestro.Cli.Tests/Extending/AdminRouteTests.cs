using System.Net;
using Cocona;
using Cocona.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.AspNetCore.Admin;
using RouterMaestro.TestKit;

namespace RouterMaestro.Cli.Tests.Extending;

/// <summary>An admin route and its command are a file and a line each. These are only here, and nothing else knows of them.</summary>
public sealed class AdminRouteTests : IAsyncLifetime, IDisposable
{
    private readonly TestHome _home = new();
    private GatewayHost? _gateway;

    public Task InitializeAsync() => StartAsync(router => router.Services.AddAdminFeature<ModelCountEndpoints>());

    [Fact]
    public async Task The_command_prints_what_the_route_returns()
    {
        Assert.True(await RunAsync("count") == 0, _home.Error);

        Assert.Equal("far: 1\nlab: 2\n", _home.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_route_is_like_those_of_the_product()
    {
        using var http = new HttpClient { BaseAddress = _gateway!.Address };
        using var keyless = await http.GetAsync(new Uri("/api/admin/models/count", UriKind.Relative));
        http.DefaultRequestHeaders.Add("x-api-key", "sk-test");
        using var post = await http.PostAsync(new Uri("/api/admin/models/count", UriKind.Relative), content: null);
        var route = _gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Single(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == "CountRouterMaestroModels");

        Assert.Equal("""{"providers":{"far":1,"lab":2}}""", await http.GetStringAsync(new Uri("/api/admin/models/count", UriKind.Relative)));
        Assert.Equal(HttpStatusCode.Unauthorized, keyless.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "HEAD"], post.Content.Headers.Allow);
        Assert.Equal([200, 401, 403], route.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Select(response => response.StatusCode).Order());
    }

    [Fact]
    public async Task Without_its_line_there_is_neither_route_nor_command()
    {
        await _gateway!.DisposeAsync();
        await StartAsync(configure: null);

        Assert.Equal(1, await RunAsync("count"));
        Assert.Contains("There is no endpoint GET /api/admin/models/count.", _home.Error, StringComparison.Ordinal);
        Assert.Equal(2, await _home.RunAsync("count"));
        Assert.Contains("'count' is not a command", _home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_what_is_run_here() => SampledPage.IsRun(
        "docs/extending/admin-route.md",
        blocks: 2,
        "tests/RouterMaestro.Cli.Tests/Extending/ModelCountEndpoints.cs",
        "tests/RouterMaestro.Cli.Tests/Extending/ModelCountCommand.cs");

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose() => _home.Dispose();

    // the line of the command
    private static void AddCommands(ICoconaCommandsBuilder app)
    {
        CommandLine.AddCommands(app);
        app.AddCommands<ModelCountCommand>();
    }

    private async Task StartAsync(Action<IRouterMaestroBuilder>? configure)
    {
        _gateway = GatewayHost.Create(_home.Gateway(router =>
        {
            router.AddOpenAICompatible("lab", "http://127.0.0.1:9/v1", options =>
            {
                options.Models.Add("a");
                options.Models.Add("b");
            });
            router.AddOpenAICompatible("far", "http://127.0.0.1:9/v1", options => options.Models.Add("a"));
            configure?.Invoke(router);
        }));
        await _gateway.StartAsync();
        _home.WriteContext("sk-test", _gateway.Address.AbsoluteUri);
    }

    private Task<int> RunAsync(params string[] args) =>
        CommandLine.RunAsync(args, _home.CliEnvironment(), AddCommands, CancellationToken.None);
}
