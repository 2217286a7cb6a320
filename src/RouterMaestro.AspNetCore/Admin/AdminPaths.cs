using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Where operators are served.</summary>
internal static class AdminPaths
{
    public const string Root = "/api/admin";
    public const string Models = Root + "/models";
    public const string Refresh = Root + "/models/refresh";
    public const string Priorities = Root + "/priorities";
    public const string Explain = Root + "/route/explain";
    public const string Health = Root + "/health";

    /// <summary>Answers requests that no admin route takes.</summary>
    public static Task UnknownAsync(HttpContext http)
    {
        var (method, path) = (http.Request.Method, http.Request.Path);
        if (MethodsOf(path) is { } allowed)
        {
            http.Response.Headers.Allow = allowed;
            throw new RouterException(new RouterError(RouterErrorKind.MethodNotAllowed, 405, $"{path} takes {allowed}, not {method}."));
        }

        throw new RouterException(new RouterError(RouterErrorKind.NotFound, 404, $"There is no endpoint {method} {path}."));
    }

    private static string? MethodsOf(PathString path) => path.Value?.TrimEnd('/').ToLowerInvariant() switch
    {
        Models or Health => "GET",
        Refresh or Explain => "POST",
        Priorities => "GET, PUT, PATCH",
        _ => null,
    };
}
