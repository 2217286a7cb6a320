using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>Reads a call: its body, and the facts of it.</summary>
internal static class CallReader
{
    private const string HopsHeader = "x-router-maestro-hops";

    /// <summary>Reads a call, which the caller disposes of.</summary>
    /// <param name="http">The request.</param>
    /// <param name="codec">The caller's protocol.</param>
    /// <param name="passing">Reads calls that are no conversation; null for those that are.</param>
    /// <param name="maxBodyBytes">How large the body may be.</param>
    /// <exception cref="RouterException">The body is too large, or not valid.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<InboundCall> ReadAsync(HttpContext http, IInboundCodec codec, IOperationBodyCodec? passing, int maxBodyBytes)
    {
        var body = await BodyReader.ReadAsync(http, maxBodyBytes).ConfigureAwait(false);
        var reading = passing is null ? codec.ReadFacts(body.Memory.Span, RequestHints.None) : passing.ReadFacts(body.Memory.Span);
        if (reading.Error is { } error)
        {
            body.Dispose();
            throw new RouterException(error);
        }

        return new InboundCall(codec, body, reading.Facts!, reading.Map)
        {
            Headers = new HttpCallHeaders(http.Request.Headers),
            Query = http.Request.QueryString.Value ?? "",
            RequestId = http.TraceIdentifier,
            Hops = Hops(http.Request),
        };
    }

    /// <summary>Reads a call about an answer that a provider keeps, which stands in the path.</summary>
    /// <param name="http">The request.</param>
    /// <param name="codec">The caller's protocol.</param>
    /// <param name="action">What is to be done with the answer.</param>
    public static InboundCall ReadStoredResponse(HttpContext http, IInboundCodec codec, StoredResponseAction action)
    {
        var stored = new StoredResponseRequest(http.Request.RouteValues["id"] as string ?? "", action);
        var stream = action == StoredResponseAction.Retrieve && http.Request.Query["stream"] is [{ } said] && said.Equals("true", StringComparison.OrdinalIgnoreCase);
        return new InboundCall(codec, stored, stream)
        {
            Headers = new HttpCallHeaders(http.Request.Headers),
            Query = http.Request.QueryString.Value ?? "",
            RequestId = http.TraceIdentifier,
            Hops = Hops(http.Request),
        };
    }

    private static int Hops(HttpRequest request) =>
        request.Headers.TryGetValue(HopsHeader, out var value)
        && int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var hops)
            ? hops
            : 0;
}
