using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.AspNetCore.Auth;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Runs an endpoint with the parts that all share: the request id, the check of the caller, and errors in the caller's protocol.</summary>
internal sealed partial class EndpointPipeline(ProtocolDetector protocols, AccessChecks access, DeniedRequestLog denied, ILogger<EndpointPipeline> logger)
{
    /// <summary>Wraps an endpoint that is for callers.</summary>
    /// <param name="codec">The codec of the endpoint's protocol; null if several protocols share its route.</param>
    /// <param name="endpoint">The endpoint.</param>
    public RequestDelegate Guarded(IInboundCodec? codec, Func<HttpContext, IInboundCodec, Task> endpoint) =>
        http => RunAsync(http, codec ?? protocols.Detect(http.Request), endpoint, access.Caller);

    /// <summary>Wraps an endpoint that is for everyone.</summary>
    public RequestDelegate Open(Func<HttpContext, IInboundCodec, Task> endpoint) => http => RunAsync(http, protocols.Detect(http.Request), endpoint, check: null);

    /// <summary>Wraps an endpoint of the admin API, which is for operators and belongs to no protocol.</summary>
    public RequestDelegate Admin(Func<HttpContext, Task> endpoint) => http => RunAsync(http, codec: null, (context, _) => endpoint(context), access.Operator);

    private async Task RunAsync(
        HttpContext http, IInboundCodec? codec, Func<HttpContext, IInboundCodec, Task> endpoint, AccessCheck? check)
    {
        RequestIds.Assign(http, codec?.Description.CallerRequestIdHeader);
        try
        {
            if (check is not null && await check.CheckAsync(http).ConfigureAwait(false) is { } refusal)
            {
                denied.Add(http.TraceIdentifier, refusal);
                throw new RouterException(refusal);
            }

            HeaderText.Check(http.Request.Headers);
            await endpoint(http, codec!).ConfigureAwait(false);
        }
        catch (RouterException exception) when (!http.Response.HasStarted)
        {
            await FailAsync(http, codec, exception.Error).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            var error = new RouterError(RouterErrorKind.InvalidRequest, exception.StatusCode, "The request is not valid HTTP.");
            await FailAsync(http, codec, error).ConfigureAwait(false);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // the caller has disconnected, so no response is possible
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            LogBroken(exception, http.TraceIdentifier);
            var error = new RouterError(RouterErrorKind.Internal, 500, "The gateway failed; its log has the details under this request's id.");
            await FailAsync(http, codec, error).ConfigureAwait(false);
        }
    }

    private static Task FailAsync(HttpContext http, IInboundCodec? codec, RouterError error) =>
        codec is null ? AdminErrors.WriteAsync(http, error) : ErrorWriter.WriteAsync(http, codec, error);

    [LoggerMessage(1001, LogLevel.Error, "Request {RequestId} failed within the gateway")]
    private partial void LogBroken(Exception exception, string requestId);
}
