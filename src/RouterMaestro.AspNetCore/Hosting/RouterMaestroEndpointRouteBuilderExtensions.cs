using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Admin;
using RouterMaestro.AspNetCore.Hosting;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.AspNetCore.Status;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of the gateway.</summary>
public static class RouterMaestroEndpointRouteBuilderExtensions
{
    private static readonly string[] _probes = ["GET", "HEAD"];

    /// <summary>Maps the routes of all protocols, with their model lists, the admin routes, <c>/</c> and <c>/health…</c>.</summary>
    /// <param name="endpoints">The route builder of the host.</param>
    /// <returns>A builder for conventions that the host adds to all these endpoints.</returns>
    /// <exception cref="InvalidOperationException">The services of <c>AddHttpApi()</c> are missing.</exception>
    public static IEndpointConventionBuilder MapRouterMaestro(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var pipeline = services.GetService<EndpointPipeline>() ?? throw new InvalidOperationException(
            "MapRouterMaestro() needs the services of AddRouterMaestro().AddHttpApi(): call them before the application is built.");

        var group = endpoints.MapGroup("");
        var status = services.GetRequiredService<StatusEndpoints>();
        group.MapMethods("/", _probes, pipeline.Open(StatusEndpoints.RootAsync));
        group.MapMethods("/health", _probes, pipeline.Open(status.HealthAsync));
        group.MapMethods("/health/live", _probes, pipeline.Open(StatusEndpoints.LiveAsync));
        group.MapMethods("/health/ready", _probes, pipeline.Open(status.ReadyAsync));

        var unknown = pipeline.Open(services.GetRequiredService<UnknownEndpoints>().RunAsync);
        services.GetRequiredService<ProtocolEndpoints>().Map(group, pipeline, unknown);
        MapAdmin(group, pipeline, services);
        return group;
    }

    /// <summary>Maps all other paths to an error in the caller's protocol, for hosts that are only a gateway.</summary>
    /// <param name="endpoints">The route builder of the host.</param>
    public static IEndpointConventionBuilder MapRouterMaestroFallback(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        return endpoints.MapFallback("/{**path}", services.GetRequiredService<EndpointPipeline>().Open(services.GetRequiredService<UnknownEndpoints>().RunAsync));
    }

    private static void MapAdmin(RouteGroupBuilder group, EndpointPipeline pipeline, IServiceProvider services)
    {
        var routes = new AdminRoutes(group, pipeline);
        foreach (var feature in services.GetServices<IAdminFeature>())
        {
            feature.Map(routes);
        }

        routes.MapUnknown();
    }
}
