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

    private readonly List<(PathPattern Pattern, List<string> Methods)> _paths = [];

    /// <summary>Maps a route.</summary>
    /// <param name="method">The HTTP method; with <c>GET</c> comes <c>HEAD</c>.</param>
    /// <param name="path">The path below <c>/api/admin</c>, with a leading slash.</param>
    /// <param name="endpoint">Handles the requests.</param>
    /// <returns>A builder for the name and the responses, by which API documents describe the route.</returns>
    public RouteHandlerBuilder Map(string method, string path, Func<HttpContext, Task> endpoint)
    {
        // as a delegate, since API documents leave out the routes of a RequestDelegate
        Delegate handler = pipeline.Admin(endpoint);
        var methods = MethodsAt(Root + path);
        methods.Add(method);
        if (HttpMethods.IsGet(method))
        {
            methods.Add(HttpMethods.Head);
            endpoints.MapMethods(Root + path, [HttpMethods.Head], handler).ExcludeFromDescription();
        }

        return endpoints.MapMethods(Root + path, [method], handler)
            .WithTags("RouterMaestro")
            .Produces<ErrorContract>(StatusCodes.Status401Unauthorized)
            .Produces<ErrorContract>(StatusCodes.Status403Forbidden);
    }

    /// <summary>Maps all other paths below <c>/api/admin</c> to errors: 405 for a known path, otherwise 404.</summary>
    public void MapUnknown()
    {
        _paths.Sort((one, other) => one.Pattern.Precedence.CompareTo(other.Pattern.Precedence));
        var features = string.Join(", ", _paths.Select(p => string.Join('/', p.Pattern.Path.Split('/').Take(4))).Distinct().Order(StringComparer.Ordinal));
        endpoints.Map(Root + "/{**path}", pipeline.Admin(http => RefuseAsync(http, features)));
    }

    private List<string> MethodsAt(string path)
    {
        if (_paths.Find(p => p.Pattern.Path == path).Methods is not { } methods)
        {
            _paths.Add((new(path), methods = []));
        }

        return methods;
    }

    private Task RefuseAsync(HttpContext http, string features)
    {
        var (method, path) = (http.Request.Method, http.Request.Path);
        if (_paths.Find(p => p.Pattern.Matches(path)).Methods is { } methods)
        {
            var allowed = string.Join(", ", methods);
            http.Response.Headers.Allow = allowed;
            throw new RouterException(new RouterError(RouterErrorKind.MethodNotAllowed, 405, $"{path} takes {allowed}, not {method}."));
        }

        throw new RouterException(new RouterError(RouterErrorKind.NotFound, 404, $"There is no endpoint {method} {path}. These exist: {features}."));
    }
}
