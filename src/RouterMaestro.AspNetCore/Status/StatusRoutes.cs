using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Status;

/// <summary>Maps the routes about the gateway itself, which need no key. A new route needs one line here.</summary>
internal static class StatusRoutes
{
    private static readonly string[] _methods = ["GET", "HEAD"];

    /// <summary>Maps the routes.</summary>
    /// <param name="routes">The routes of the host.</param>
    /// <param name="pipeline">Wraps the endpoints.</param>
    /// <param name="status">The endpoints.</param>
    public static void Map(IEndpointRouteBuilder routes, EndpointPipeline pipeline, StatusEndpoints status)
    {
        Map("/", StatusEndpoints.RootAsync);
        Map("/health", status.HealthAsync);
        Map("/health/live", StatusEndpoints.LiveAsync);
        Map("/health/ready", status.ReadyAsync);

        void Map(string path, Func<HttpContext, IInboundCodec, Task> endpoint) => routes.MapMethods(path, _methods, pipeline.Open(endpoint));
    }
}
