using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Status;

/// <summary>Answers requests to unknown paths with an error in the caller's protocol.</summary>
internal static class UnknownEndpoints
{
    public static Task RunAsync(HttpContext http, IInboundCodec codec)
    {
        var (method, path) = (http.Request.Method, http.Request.Path);
        if (KnownPaths.MethodOf(path) is { } allowed)
        {
            http.Response.Headers.Allow = allowed;
            throw new RouterException(new RouterError(RouterErrorKind.MethodNotAllowed, 405, $"{path} takes {allowed}, not {method}."));
        }

        if (KnownPaths.IsLegacyCompletions(path))
        {
            throw new RouterException(new RouterError(
                RouterErrorKind.NotFound, 404, $"{path} is OpenAI's legacy API, which is not served: use POST /v1/chat/completions or POST /v1/responses."));
        }

        throw new RouterException(new RouterError(RouterErrorKind.NotFound, 404, $"There is no endpoint {method} {path}."));
    }
}
