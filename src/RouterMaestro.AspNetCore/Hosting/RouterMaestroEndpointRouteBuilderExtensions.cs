using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Admin;
using RouterMaestro.AspNetCore.Models;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.AspNetCore.Relay;
using RouterMaestro.AspNetCore.Status;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of the gateway.</summary>
public static class RouterMaestroEndpointRouteBuilderExtensions
{
    private static readonly string[] _probes = ["GET", "HEAD"];

    /// <summary>Maps the OpenAI and Anthropic APIs, the model lists, the admin routes, <c>/</c> and <c>/health</c>.</summary>
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

        var calls = services.GetRequiredService<RelayEndpoint>();
        var relay = pipeline.Guarded(calls.RunAsync);
        MapEach(KnownPaths.OpenAI, root => group.MapPost(root + "/chat/completions", relay));
        MapEach(KnownPaths.OpenAI, root => group.MapPost(root + "/responses", relay));
        MapEach(KnownPaths.Anthropic, root => group.MapPost(root + "/messages", relay));
        MapStoredResponses(group, pipeline, calls);
        var embed = pipeline.Guarded(calls.EmbedAsync);
        MapEach(KnownPaths.OpenAI, root => group.MapPost(root + "/embeddings", embed));

        var count = pipeline.Guarded(services.GetRequiredService<CountEndpoint>().RunAsync);
        MapEach(KnownPaths.OpenAI, root => group.MapPost(root + KnownPaths.InputTokens, count));
        MapEach(KnownPaths.Anthropic, root => group.MapPost(root + "/messages/count_tokens", count));

        var models = services.GetRequiredService<ModelEndpoints>();
        var (list, get) = (pipeline.Guarded(models.ListAsync), pipeline.Guarded(models.GetAsync));
        MapEach(KnownPaths.All, root => group.MapGet(root + "/models", list));
        MapEach(KnownPaths.All, root => group.MapGet(root + "/models/{**id}", get));

        MapAdmin(group, pipeline, services);
        MapEach(["/v1", "/api/openai", "/api/anthropic"], root => group.Map(root + "/{**path}", pipeline.Open(UnknownEndpoints.RunAsync)));
        return group;
    }

    /// <summary>Maps all other paths to an error in the caller's protocol, for hosts that are only a gateway.</summary>
    /// <param name="endpoints">The route builder of the host.</param>
    public static IEndpointConventionBuilder MapRouterMaestroFallback(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapFallback("/{**path}", endpoints.ServiceProvider.GetRequiredService<EndpointPipeline>().Open(UnknownEndpoints.RunAsync));
    }

    private static void MapStoredResponses(RouteGroupBuilder group, EndpointPipeline pipeline, RelayEndpoint calls)
    {
        RequestDelegate For(StoredResponseAction action) => pipeline.Guarded((http, codec) => calls.RunStoredResponseAsync(http, codec, action));
        var (get, input, cancel, delete) = (For(StoredResponseAction.Retrieve), For(StoredResponseAction.ListInput), For(StoredResponseAction.Cancel), For(StoredResponseAction.Delete));
        MapEach(KnownPaths.OpenAI, root =>
        {
            group.MapMethods(root + KnownPaths.InputTokens, ["GET", "DELETE"], pipeline.Open(UnknownEndpoints.RunAsync));
            group.MapGet(root + KnownPaths.StoredResponse, get);
            group.MapDelete(root + KnownPaths.StoredResponse, delete);
            group.MapGet(root + KnownPaths.StoredResponse + "/input_items", input);
            group.MapPost(root + KnownPaths.StoredResponse + "/cancel", cancel);
        });
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

    private static void MapEach(IEnumerable<string> roots, Action<string> map)
    {
        foreach (var root in roots)
        {
            map(root);
        }
    }
}
