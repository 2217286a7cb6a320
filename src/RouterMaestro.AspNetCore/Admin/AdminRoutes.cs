using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>The routes of the admin API, all behind the key check for operators.</summary>
internal sealed class AdminRoutes(IEndpointRouteBuilder endpoints, EndpointPipeline pipeline)
{
    private const string Root = "/api/admin";

    private readonly Dictionary<string, List<string>> _methods = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Maps a route.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path below <c>/api/admin</c>, with a leading slash.</param>
    /// <param name="endpoint">Handles the requests.</param>
    /// <returns>A builder for the name and the responses, by which API documents describe the route.</returns>
    public RouteHandlerBuilder Map(string method, string path, Func<HttpContext, Task> endpoint)
    {
        if (!_methods.TryGetValue(Root + path, out var methods))
        {
            _methods[Root + path] = methods = [];
        }

        methods.Add(method);

        // as a delegate, since API documents leave out the routes of a RequestDelegate
        Delegate handler = pipeline.Admin(endpoint);
        return endpoints.MapMethods(Root + path, [method], handler)
            .WithTags("RouterMaestro")
            .Produces<ErrorContract>(StatusCodes.Status401Unauthorized)
            .Produces<ErrorContract>(StatusCodes.Status403Forbidden);
    }

    /// <summary>Maps all other paths below <c>/api/admin</c> to errors: 405 for a known path, otherwise 404.</summary>
    public void MapUnknown() => endpoints.Map(Root + "/{**path}", pipeline.Admin(RefuseAsync));

    private Task RefuseAsync(HttpContext http)
    {
        var (method, path) = (http.Request.Method, http.Request.Path);
        if (_methods.TryGetValue((path.Value ?? "").TrimEnd('/'), out var methods))
        {
            var allowed = string.Join(", ", methods);
            http.Response.Headers.Allow = allowed;
            throw new RouterException(new RouterError(RouterErrorKind.MethodNotAllowed, 405, $"{path} takes {allowed}, not {method}."));
        }

        throw new RouterException(new RouterError(RouterErrorKind.NotFound, 404, $"There is no endpoint {method} {path}."));
    }
}
