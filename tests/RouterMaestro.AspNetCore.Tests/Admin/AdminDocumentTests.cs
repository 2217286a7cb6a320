using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.AspNetCore.Admin.Contracts;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>What a host's API document (OpenAPI) says of the admin routes.</summary>
public sealed class AdminDocumentTests : IAsyncLifetime
{
    private readonly WebApplication _app = Create();

    public async Task InitializeAsync() => await _app.StartAsync();

    [Fact]
    public void Every_admin_route_is_there_with_its_responses()
    {
        var routes = _app.Services.GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items.SelectMany(group => group.Items);

        Assert.Equal(
            [
                "GET api/admin/auth: 200 AuthListContract, 401 ErrorContract, 403 ErrorContract",
                "DELETE api/admin/auth/{provider}: 200 LogoutContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract, 409 ErrorContract",
                "GET api/admin/auth/{provider}/quota: 200 AccountQuotaContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract, 409 ErrorContract, 424 ErrorContract, 502 ErrorContract",
                "POST api/admin/auth/login: 200 LoginContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract, 409 ErrorContract, 424 ErrorContract, 429 ErrorContract, 502 ErrorContract",
                "DELETE api/admin/auth/oauth/{id}: 200 LoginStatusContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract",
                "GET api/admin/auth/oauth/status/{id}: 200 LoginStatusContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract",
                "GET api/admin/auth/providers: 200 LoginMethodListContract, 401 ErrorContract, 403 ErrorContract",
                "GET api/admin/health: 200 HealthContract, 401 ErrorContract, 403 ErrorContract",
                "GET api/admin/keys: 200 GatewayKeyListContract, 401 ErrorContract, 403 ErrorContract, 503 ErrorContract",
                "POST api/admin/keys: 201 NewGatewayKeyContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 409 ErrorContract",
                "DELETE api/admin/keys/{name}: 200 RevokedGatewayKeyContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract, 409 ErrorContract",
                "GET api/admin/models: 200 ModelListContract, 401 ErrorContract, 403 ErrorContract",
                "GET api/admin/models/price: 200 PriceContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract",
                "POST api/admin/models/refresh: 200 RefreshContract, 401 ErrorContract, 403 ErrorContract",
                "GET api/admin/priorities: 200 RoutingContract, 401 ErrorContract, 403 ErrorContract",
                "PATCH api/admin/priorities: 200 RoutingContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 409 ErrorContract, 412 ErrorContract, 428 ErrorContract",
                "PUT api/admin/priorities: 200 RoutingContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 409 ErrorContract, 412 ErrorContract, 428 ErrorContract",
                "GET api/admin/providers: 200 ProviderListContract, 401 ErrorContract, 403 ErrorContract",
                "DELETE api/admin/providers/{name}: 200 ProviderRemovedContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract, 409 ErrorContract",
                "GET api/admin/providers/{name}: 200 ProviderContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract",
                "PATCH api/admin/providers/{name}: 200 ProviderContract, 201 ProviderContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract, 409 ErrorContract, 412 ErrorContract",
                "PUT api/admin/providers/{name}: 200 ProviderContract, 201 ProviderContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract, 409 ErrorContract, 412 ErrorContract",
                "POST api/admin/providers/{name}/test: 200 ProviderTestContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 404 ErrorContract",
                "POST api/admin/route/explain: 200 RouteContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract",
                "GET api/admin/server: 200 ServerContract, 401 ErrorContract, 403 ErrorContract",
                "GET api/admin/stats: 200 StatsContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 409 ErrorContract",
                "GET api/admin/stats/requests: 200 StatsRequestListContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 409 ErrorContract",
                "GET api/admin/stats/statusline: 200 StatuslineContract, 400 ErrorContract, 401 ErrorContract, 403 ErrorContract, 409 ErrorContract",
            ],
            routes.OrderBy(route => route.RelativePath).ThenBy(route => route.HttpMethod).Select(Describe));
    }

    [Fact]
    public void Every_admin_route_has_a_name_and_the_tag()
    {
        var routes = _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/admin", StringComparison.Ordinal) && route.RoutePattern.Parameters.All(parameter => !parameter.IsCatchAll))
            .Where(route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .ToList();

        Assert.Equal(28, routes.Select(route => route.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName).Distinct().Count());
        Assert.All(routes, route => Assert.Equal(["RouterMaestro"], route.Metadata.GetRequiredMetadata<ITagsMetadata>().Tags));
    }

    [Fact]
    public void Names_of_members_do_not_depend_on_the_options_of_the_host()
    {
        var contracts = typeof(AdminJson).Assembly.GetTypes().Where(type => type.Namespace == typeof(AdminJson).Namespace && type.Name.EndsWith("Contract", StringComparison.Ordinal));

        Assert.All(
            contracts.Except([typeof(RoutingContract)]).SelectMany(type => type.GetProperties()),
            member => Assert.True(member.IsDefined(typeof(System.Text.Json.Serialization.JsonPropertyNameAttribute), inherit: false), $"{member.DeclaringType!.Name}.{member.Name}"));
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private static WebApplication Create()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddRouterMaestro().AddHttpApi(options => (options.ApiKey, options.AdminKey) = ("sk-rm-1", "sk-rm-admin"));
        var app = builder.Build();
        app.MapRouterMaestro();
        return app;
    }

    private static string Describe(ApiDescription route) =>
        $"{route.HttpMethod} {route.RelativePath}: {string.Join(", ", route.SupportedResponseTypes.OrderBy(r => r.StatusCode).Select(r => $"{r.StatusCode} {r.Type?.Name}"))}";
}
