using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Models;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.AspNetCore.Relay;
using RouterMaestro.AspNetCore.Status;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Hosting;

/// <summary>Maps the routes that the protocols describe.</summary>
internal sealed class ProtocolEndpoints(CodecRegistry codecs, KnownPaths paths, RelayEndpoint calls, CountEndpoint count, ModelEndpoints models)
{
    // the root that all protocols share
    private const string SharedRoot = "/v1";

    public void Map(RouteGroupBuilder group, EndpointPipeline pipeline, RequestDelegate unknown)
    {
        foreach (var routes in codecs.Inbound.SelectMany(codec => codec.Description.Routes.Select(route => (Codec: codec, Route: route)))
            .Where(r => r.Route.IsEndpoint)
            .GroupBy(r => (r.Route.Method, r.Route.Shape)))
        {
            var ((codec, route), isShared) = (routes.First(), routes.Count() > 1);
            if (route.Operation == InboundOperation.Reachability)
            {
                MapReachability(group, route, pipeline, unknown);
            }
            else
            {
                var (owner, endpoint) = (isShared ? null : codec, EndpointOf(route));
                var isCall = route.Operation is not (InboundOperation.ModelList or InboundOperation.Model);
                group.MapMethods(route.Path, route.Methods, isCall ? pipeline.Calls(owner, endpoint) : pipeline.Guarded(owner, endpoint)).WithMetadata(CallerEndpoint.Mark);
            }
        }

        foreach (var (path, methods) in paths.Hidden())
        {
            group.MapMethods(path, methods, unknown);
        }

        foreach (var root in UnknownRoots())
        {
            group.Map(root + "/{**path}", unknown);
        }
    }

    // such a path is outside the roots of the gateway, so that an endpoint of the host at the same path goes first
    private static void MapReachability(RouteGroupBuilder group, InboundRoute route, EndpointPipeline pipeline, RequestDelegate unknown)
    {
        const int Last = int.MaxValue - 1;
        group.MapMethods(route.Path, route.Methods, pipeline.Open(static (_, _) => Task.CompletedTask)).WithOrder(Last);
        group.Map(route.Path, unknown).WithOrder(Last);
    }

    private Func<HttpContext, IInboundCodec, Task> EndpointOf(InboundRoute route) => route.Operation switch
    {
        InboundOperation.Chat => (http, codec) => calls.RunAsync(http, codec, route),
        InboundOperation.Embeddings => calls.EmbedAsync,
        InboundOperation.TokenCount => (http, codec) => count.RunAsync(http, codec, route),
        InboundOperation.ModelList => models.ListAsync,
        InboundOperation.Model => models.GetAsync,
        InboundOperation.StoredResponse => (http, codec) => calls.RunStoredResponseAsync(http, codec, StoredResponseAction.Retrieve),
        InboundOperation.StoredInput => (http, codec) => calls.RunStoredResponseAsync(http, codec, StoredResponseAction.ListInput),
        InboundOperation.StoredCancel => (http, codec) => calls.RunStoredResponseAsync(http, codec, StoredResponseAction.Cancel),
        InboundOperation.StoredDelete => (http, codec) => calls.RunStoredResponseAsync(http, codec, StoredResponseAction.Delete),
        _ => throw new InvalidOperationException($"No endpoint serves {route.Operation}."),
    };

    /// <summary>Lists the paths below which requests without an endpoint are errors of the gateway, rather than of its host.</summary>
    private IEnumerable<string> UnknownRoots()
    {
        string[] roots = [SharedRoot, .. codecs.Inbound.SelectMany(c => c.Description.InboundPaths).Distinct(StringComparer.OrdinalIgnoreCase)];
        return roots.Where(root => !Array.Exists(roots, other => root.StartsWith(other + "/", StringComparison.OrdinalIgnoreCase)));
    }
}
