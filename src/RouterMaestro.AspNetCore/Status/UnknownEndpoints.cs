using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Status;

/// <summary>Answers requests to unknown paths with an error in the caller's protocol.</summary>
internal sealed class UnknownEndpoints(KnownPaths paths)
{
    public Task RunAsync(HttpContext http, IInboundCodec codec)
    {
        var (method, path) = (http.Request.Method, http.Request.Path);
        if (paths.MethodsOf(path) is { } allowed)
        {
            http.Response.Headers.Allow = allowed;
            throw new RouterException(new RouterError(RouterErrorKind.MethodNotAllowed, 405, $"{path} takes {allowed}, not {method}."));
        }

        throw new RouterException(new RouterError(
            RouterErrorKind.NotFound, 404, paths.AdviceAbout(path) is { } advice ? $"{path} {advice}" : $"There is no endpoint {method} {path}."));
    }
}
