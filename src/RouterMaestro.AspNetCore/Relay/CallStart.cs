using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>
/// Begins calls, and tells the outcome of those that could not be read: the body is too large or not valid, the gateway is
/// stopping, the caller left. From the moment
/// when a call has been read, the handler of its request tells how it ends.
/// </summary>
internal sealed class CallStart(CallMonitor monitor, CallReader reader, CallDrain drain)
{
    // Kestrel 10 says by its message alone that the connection ended within a body, and may say it before it cancels the request
    private const string EndOfBody = "Unexpected end of request content.";

    /// <summary>Tells that a call was refused.</summary>
    /// <param name="http">The HTTP context.</param>
    /// <param name="codec">The codec of the caller's protocol.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="exception">The reason.</param>
    public void Tell(HttpContext http, IInboundCodec codec, InboundOperation operation, Exception exception)
    {
        var facts = new RequestFacts(http.Request.RouteValues["model"] as string ?? "") { Operation = OperationOf(operation) };
        using var call = reader.Unread(http, codec, facts, drain.Deadline);
        (monitor.Start(call) with { IsCount = operation == InboundOperation.TokenCount }).Refuse(ReasonOf(http, exception));
    }

    /// <summary>Begins a call at its endpoint.</summary>
    /// <param name="http">The HTTP context.</param>
    /// <param name="codec">The codec of the caller's protocol.</param>
    /// <param name="operation">The operation.</param>
    /// <exception cref="RouterException">A header field is not valid, or the gateway is stopping.</exception>
    public RelayProgress Begin(HttpContext http, IInboundCodec codec, InboundOperation operation)
    {
        try
        {
            HeaderText.Check(http.Request.Headers);
            return new(http, drain);
        }
        catch (Exception exception)
        {
            Tell(http, codec, operation, exception);
            throw;
        }
    }

    private static CallOperation OperationOf(InboundOperation operation) => operation switch
    {
        InboundOperation.Embeddings => CallOperation.Embeddings,
        InboundOperation.Chat or InboundOperation.TokenCount => CallOperation.Chat,
        _ => CallOperation.StoredResponse,
    };

    // a caller that leaves while it sends its request is an error of reading
    private static Exception ReasonOf(HttpContext http, Exception exception) => exception switch
    {
        _ when exception is not RouterException && http.RequestAborted.IsCancellationRequested => new OperationCanceledException(exception.Message, exception),
        BadHttpRequestException { Message: EndOfBody } => new OperationCanceledException(exception.Message, exception),
        BadHttpRequestException bad => new RouterException(new RouterError(RouterErrorKind.InvalidRequest, bad.StatusCode, "The request is not valid HTTP."), bad),
        IOException => new OperationCanceledException(exception.Message, exception),
        _ => exception,
    };
}
