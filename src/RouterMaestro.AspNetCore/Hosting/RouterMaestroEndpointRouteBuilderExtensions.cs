using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Admin;
using RouterMaestro.AspNetCore.Auth;
using RouterMaestro.AspNetCore.Hosting;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.AspNetCore.Status;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of the gateway.</summary>
public static class RouterMaestroEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the routes of all protocols, with their model lists, and the admin routes if they have a key or a policy of their own. The
    /// application does not start if callers need neither a key nor a policy, unless <c>HttpApiOptions.AllowAnonymous</c> allows it.
    /// </summary>
    /// <param name="endpoints">The route builder of the host.</param>
    /// <returns>A builder for conventions that the host adds to all these endpoints.</returns>
    /// <exception cref="InvalidOperationException">The services of <c>AddHttpApi()</c> are missing.</exception>
    public static IEndpointConventionBuilder MapRouterMaestro(this IEndpointRouteBuilder endpoints)
    {
        var pipeline = PipelineOf(endpoints, nameof(MapRouterMaestro));
        var services = endpoints.ServiceProvider;
        var group = endpoints.MapGroup("");
        var unknown = pipeline.Open(services.GetRequiredService<UnknownEndpoints>().RunAsync);
        services.GetRequiredService<ProtocolEndpoints>().Map(group, pipeline, unknown);
        if (services.GetRequiredService<AccessChecks>().HasOperators)
        {
            MapAdmin(group, pipeline, services);
        }

        return group;
    }

    /// <summary>
    /// Maps <c>/</c>, <c>/health</c>, <c>/health/live</c> and <c>/health/ready</c>, which say without a key how the gateway is, for hosts that have nothing of their own at these paths.
    /// </summary>
    /// <param name="endpoints">The route builder of the host.</param>
    /// <returns>A builder for conventions that the host adds to all these endpoints.</returns>
    /// <exception cref="InvalidOperationException">The services of <c>AddHttpApi()</c> are missing.</exception>
    public static IEndpointConventionBuilder MapRouterMaestroStatus(this IEndpointRouteBuilder endpoints)
    {
        var pipeline = PipelineOf(endpoints, nameof(MapRouterMaestroStatus));
        var group = endpoints.MapGroup("");
        StatusRoutes.Map(group, pipeline, endpoints.ServiceProvider.GetRequiredService<StatusEndpoints>());
        return group;
    }

    /// <summary>Maps all other paths to an error in the caller's protocol, for hosts that are only a gateway.</summary>
    /// <param name="endpoints">The route builder of the host.</param>
    /// <exception cref="InvalidOperationException">The services of <c>AddHttpApi()</c> are missing.</exception>
    public static IEndpointConventionBuilder MapRouterMaestroFallback(this IEndpointRouteBuilder endpoints)
    {
        var pipeline = PipelineOf(endpoints, nameof(MapRouterMaestroFallback));
        return endpoints.MapFallback("/{**path}", pipeline.Open(endpoints.ServiceProvider.GetRequiredService<UnknownEndpoints>().RunAsync));
    }

    private static EndpointPipeline PipelineOf(IEndpointRouteBuilder endpoints, string method)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.ServiceProvider.GetService<EndpointPipeline>() ?? throw new InvalidOperationException(
            $"{method}() needs the services of AddRouterMaestro().AddHttpApi(): call them before the application is built.");
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
