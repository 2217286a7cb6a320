using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Writes errors in the caller's protocol.</summary>
internal static class ErrorWriter
{
    public static async Task WriteAsync(HttpContext http, IInboundCodec codec, RouterError error)
    {
        var wire = codec.WriteError(error with { RequestId = http.TraceIdentifier });
        var response = http.Response;
        response.StatusCode = wire.Status;
        response.ContentType = "application/json";
        response.ContentLength = wire.Body.Length;
        if (error.Model is { } model)
        {
            ResponseHeaders.Add(response.Headers, model, error.Attempts);
        }

        ResponseHeaders.AddDropped(response.Headers, error.Dropped);
        if (error.Upstream is { } upstream)
        {
            ResponseHeaders.Add(response.Headers, upstream.Headers, upstream.UpstreamRequestId);
        }

        ResponseHeaders.AddRetry(response.Headers, wire.Status, error);

        if (error.Status == 401 && error.Upstream is null)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        await response.Body.WriteAsync(wire.Body, http.RequestAborted).ConfigureAwait(false);
    }
}
