using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Protocols;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore;

/// <summary>What all endpoints share: a request id, the gateway key, and errors in the caller's dialect.</summary>
internal sealed partial class HttpFace(CallerDialects dialects, ApiKeyGuard guard, ILogger<HttpFace> logger)
{
    /// <summary>Wraps an endpoint that only key holders may use.</summary>
    public RequestDelegate Guarded(Func<HttpContext, IInboundCodec, Task> endpoint) => http => RunAsync(http, endpoint, isGuarded: true);

    /// <summary>Wraps an endpoint that anybody may use.</summary>
    public RequestDelegate Open(Func<HttpContext, IInboundCodec, Task> endpoint) => http => RunAsync(http, endpoint, isGuarded: false);

    private async Task RunAsync(HttpContext http, Func<HttpContext, IInboundCodec, Task> endpoint, bool isGuarded)
    {
        var codec = dialects.Of(http.Request);
        RequestIds.Assign(http, codec.Protocol);
        try
        {
            if (isGuarded && !guard.Allows(http.Request.Headers, out var isMissing))
            {
                throw new RouterException(Unauthenticated(isMissing));
            }

            await endpoint(http, codec).ConfigureAwait(false);
        }
        catch (RouterException exception) when (!http.Response.HasStarted)
        {
            await ErrorWriter.WriteAsync(http, codec, exception.Error).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            var error = new RouterError(RouterErrorKind.InvalidRequest, exception.StatusCode, "The request is not valid HTTP.");
            await ErrorWriter.WriteAsync(http, codec, error).ConfigureAwait(false);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // the caller went away: there is nobody to tell
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            LogBroken(exception, http.TraceIdentifier);
            var error = new RouterError(RouterErrorKind.Internal, 500, "The gateway failed; its log has the details under this request's id.");
            await ErrorWriter.WriteAsync(http, codec, error).ConfigureAwait(false);
        }
    }

    private static RouterError Unauthenticated(bool isMissing) => new(
        RouterErrorKind.Unauthenticated,
        401,
        isMissing ? "The gateway key is missing: send it as 'Authorization: Bearer KEY' or 'x-api-key: KEY'." : "The gateway key is wrong.");

    [LoggerMessage(1001, LogLevel.Error, "Request {RequestId} failed within the gateway")]
    private partial void LogBroken(Exception exception, string requestId);
}
