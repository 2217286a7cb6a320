using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.AspNetCore.Auth;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Runs an endpoint with the parts that all share: the request id, the check of the caller, and errors in the caller's protocol.</summary>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever fails, the caller gets a response.")]
internal sealed class EndpointPipeline(ProtocolDetector protocols, AccessChecks access, DeniedRequestLog denied, ILogger<EndpointPipeline> logger)
{
    /// <summary>Wraps an endpoint that is for callers.</summary>
    /// <param name="codec">The codec of the endpoint's protocol; null if several protocols share its route.</param>
    /// <param name="endpoint">The endpoint.</param>
    public RequestDelegate Guarded(IInboundCodec? codec, Func<HttpContext, IInboundCodec, Task> endpoint) =>
        http => RunAsync(http, codec ?? protocols.Detect(http.Request), endpoint, access.Caller);

    /// <summary>Wraps an endpoint of calls, which checks the header fields itself, so that a call refused for them is told like any other.</summary>
    /// <param name="codec">The codec of the endpoint's protocol; null if several protocols share its route.</param>
    /// <param name="endpoint">The endpoint.</param>
    public RequestDelegate Calls(IInboundCodec? codec, Func<HttpContext, IInboundCodec, Task> endpoint) =>
        http => RunAsync(http, codec ?? protocols.Detect(http.Request), endpoint, access.Caller, checksHeaders: false);

    /// <summary>Wraps an endpoint that is for everyone.</summary>
    public RequestDelegate Open(Func<HttpContext, IInboundCodec, Task> endpoint) => http => RunAsync(http, protocols.Detect(http.Request), endpoint, check: null);

    /// <summary>Wraps an endpoint of the admin API, which is for operators and belongs to no protocol.</summary>
    public RequestDelegate Admin(Func<HttpContext, Task> endpoint) => http => RunAsync(http, codec: null, (context, _) => endpoint(context), access.Operator);

    private async Task RunAsync(
        HttpContext http, IInboundCodec? codec, Func<HttpContext, IInboundCodec, Task> endpoint, AccessCheck? check, bool checksHeaders = true)
    {
        RequestIds.Assign(http, codec?.Description.CallerRequestIdHeader);
        Exception? failure = null;
        try
        {
            if (check is not null && await check.CheckAsync(http).ConfigureAwait(false) is { } refusal)
            {
                denied.Add(http.TraceIdentifier, refusal);
                throw new RouterException(refusal);
            }

            if (checksHeaders)
            {
                HeaderText.Check(http.Request.Headers);
            }

            await endpoint(http, codec!).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        if (failure is not null)
        {
            await FailAsync(http, codec, failure).ConfigureAwait(false);
        }
    }

    private async Task FailAsync(HttpContext http, IInboundCodec? codec, Exception failure)
    {
        try
        {
            if (failure is RouterException or BadHttpRequestException or OutOfMemoryException && !http.Response.HasStarted && !http.Response.HasUnsentBytes())
            {
                await FailAsync(http, codec, ErrorOf(failure)).ConfigureAwait(false);
                return;
            }
        }
        catch (Exception exception)
        {
            // the writing of an error may fail like that of a response
            failure = exception;
        }

        // when the caller has disconnected, no response is possible
        if (!http.RequestAborted.IsCancellationRequested)
        {
            logger.LogBroken(failure, http.TraceIdentifier);
            await EndAsync(http, codec).ConfigureAwait(false);
        }
    }

    private static RouterError ErrorOf(Exception failure) => failure switch
    {
        RouterException router => router.Error,
        OutOfMemoryException => MemoryShortage.Error,
        _ => new RouterError(RouterErrorKind.InvalidRequest, ((BadHttpRequestException)failure).StatusCode, "The request is not valid HTTP."),
    };

    /// <summary>Ends a request with the error of a gateway that failed; if a response has begun, with its connection, so that the caller notices.</summary>
    private async Task EndAsync(HttpContext http, IInboundCodec? codec)
    {
        if (http.Response.HasStarted || http.Response.HasUnsentBytes())
        {
            http.Abort();
            return;
        }

        try
        {
            await FailAsync(http, codec, GatewayFault.Error).ConfigureAwait(false);
        }
        catch (Exception exception) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            logger.LogBroken(exception, http.TraceIdentifier);
            await AdminErrors.WriteAsync(http, GatewayFault.Error).ConfigureAwait(false);
        }
    }

    private static Task FailAsync(HttpContext http, IInboundCodec? codec, RouterError error) =>
        codec is null ? AdminErrors.WriteAsync(http, error) : ErrorWriter.WriteAsync(http, codec, error);
}
