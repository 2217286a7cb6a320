using Microsoft.AspNetCore.Http;
using RouterMaestro.AspNetCore.Auth;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Status;

/// <summary>Answers requests to unknown paths with an error in the caller's protocol.</summary>
internal sealed class UnknownEndpoints(KnownPaths paths, AccessChecks access)
{
    private const string AdminRoot = "/api/admin";

    public Task RunAsync(HttpContext http, IInboundCodec codec)
    {
        var (method, path) = (http.Request.Method, http.Request.Path);
        if (HttpMethods.IsGet(method) && paths.IsWebSocket(path) && AsksForWebSocket(http.Request.Headers))
        {
            // Codex 0.169.0 and Copilot CLI 1.0.102 go on with HTTP at once after a 426, and after other errors in seconds
            http.Response.Headers.Upgrade = "HTTP/1.1";
            http.Response.Headers.Connection = "Upgrade";
            throw new RouterException(new RouterError(
                RouterErrorKind.MethodNotAllowed, 426, $"{path} does not speak WebSocket: send the request with POST, as server-sent events if it shall be streamed."));
        }

        if (paths.MethodsOf(path) is { } allowed)
        {
            http.Response.Headers.Allow = allowed;
            throw new RouterException(new RouterError(RouterErrorKind.MethodNotAllowed, 405, $"{path} takes {allowed}, not {method}."));
        }

        throw new RouterException(new RouterError(RouterErrorKind.NotFound, 404, Explain(method, path)));
    }

    private static bool AsksForWebSocket(IHeaderDictionary headers) =>
        headers.GetCommaSeparatedValues("Connection").Contains("upgrade", StringComparer.OrdinalIgnoreCase)
        && headers.GetCommaSeparatedValues("Upgrade").Contains("websocket", StringComparer.OrdinalIgnoreCase);

    private string Explain(string method, PathString path) =>
        paths.AdviceAbout(path) is { } advice ? $"{path} {advice}"
        : path.StartsWithSegments(AdminRoot, StringComparison.OrdinalIgnoreCase) && !access.HasOperators ? ClosedCheck.Reason
        : $"There is no endpoint {method} {path}. {paths.Suggest(path)}";
}
