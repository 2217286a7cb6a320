using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RouterMaestro.AspNetCore.Auth;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>What all endpoints share: a request id, a key, and errors in the caller's protocol.</summary>
internal sealed partial class EndpointPipeline(ProtocolDetector protocols, ApiKeyGuard guard, ILogger<EndpointPipeline> logger)
{
    private readonly Func<IHeaderDictionary, RouterError?> _checkCaller = guard.CheckCaller;
    private readonly Func<IHeaderDictionary, RouterError?> _checkOperator = guard.CheckOperator;

    /// <summary>Wraps an endpoint that only key holders may use.</summary>
    public RequestDelegate Guarded(Func<HttpContext, IInboundCodec, Task> endpoint) =>
        http => RunAsync(http, protocols.Of(http.Request), endpoint, _checkCaller);

    /// <summary>Wraps an endpoint that anybody may use.</summary>
    public RequestDelegate Open(Func<HttpContext, IInboundCodec, Task> endpoint) => http => RunAsync(http, protocols.Of(http.Request), endpoint, check: null);

    /// <summary>Wraps an endpoint for operators, who speak no protocol.</summary>
    public RequestDelegate Admin(Func<HttpContext, Task> endpoint) => http => RunAsync(http, codec: null, (context, _) => endpoint(context), _checkOperator);

    private async Task RunAsync(
        HttpContext http, IInboundCodec? codec, Func<HttpContext, IInboundCodec, Task> endpoint, Func<IHeaderDictionary, RouterError?>? check)
    {
        RequestIds.Assign(http, codec?.Description.CallerRequestIdHeader);
        try
        {
            if (check?.Invoke(http.Request.Headers) is { } refusal)
            {
                throw new RouterException(refusal);
            }

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
            // the caller went away: there is nobody to tell
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
