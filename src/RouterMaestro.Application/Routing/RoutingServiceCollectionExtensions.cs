using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Messaging;

namespace RouterMaestro.Application.Routing;

/// <summary>Registers the requests that explain a route and report the health of the candidates.</summary>
internal static class RoutingServiceCollectionExtensions
{
    public static IServiceCollection AddRouting(this IServiceCollection services) => services
        .AddHandler<ExplainRoute, RouteExplanation, ExplainRouteHandler>()
        .AddHandler<GetHealth, HealthReport, GetHealthHandler>();
}
