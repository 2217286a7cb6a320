using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Options;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Auth;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>Reads a call: its body and its facts.</summary>
internal sealed class CallReader(IOptions<HttpApiOptions> options, MemoryBudget memory, GatewayKeys keys)
{
    private readonly int _maxBodyBytes = options.Value.MaxBodyBytes;

    /// <summary>Returns a call that could not be read, for its outcome.</summary>
    /// <param name="http">The HTTP context.</param>
    /// <param name="codec">The codec of the caller's protocol.</param>
    /// <param name="facts">The facts that are known without its body.</param>
    /// <param name="stopping">The token that is cancelled when a stopping gateway ends the call.</param>
    public InboundCall Unread(HttpContext http, IInboundCodec codec, RequestFacts facts, CancellationToken stopping) => new(facts, codec)
    {
        Headers = new HttpCallHeaders(http.Request.Headers, keys),
        RequestId = http.TraceIdentifier,
        Identity = Identity(http),
        Stopping = stopping,
    };

    /// <summary>Reads a call with a conversation. The caller of this method disposes it.</summary>
    /// <param name="http">The HTTP context.</param>
    /// <param name="codec">The codec of the caller's protocol.</param>
    /// <param name="route">The route, whose path may name the model.</param>
    /// <param name="progress">Learns the plan of the call, and may end it.</param>
    /// <exception cref="RouterException">The body is too large, or not valid.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<InboundCall> ReadAsync(HttpContext http, IInboundCodec codec, InboundRoute route, RelayProgress progress)
    {
        var body = await BodyReader.ReadAsync(http, _maxBodyBytes, memory, progress.Token).ConfigureAwait(false);
        var hints = route.HintsFor(route.NamesModel ? http.Request.RouteValues["model"] as string : null);
        return CallOf(http, codec, body, ReadFacts(body, (codec, hints), static (bytes, reader) => reader.codec.ReadFacts(bytes, reader.hints)), hints, progress);
    }

    /// <summary>Reads a call of an operation such as embeddings. The caller of this method disposes it.</summary>
    /// <param name="http">The HTTP context.</param>
    /// <param name="codec">The codec of the caller's protocol.</param>
    /// <param name="operation">The codec of the operation.</param>
    /// <param name="progress">Learns the plan of the call, and may end it.</param>
    /// <exception cref="RouterException">The body is too large, or not valid.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<InboundCall> ReadAsync(HttpContext http, IInboundCodec codec, IOperationBodyCodec operation, RelayProgress progress)
    {
        var body = await BodyReader.ReadAsync(http, _maxBodyBytes, memory, progress.Token).ConfigureAwait(false);
        return CallOf(http, codec, body, ReadFacts(body, operation, static (bytes, reader) => reader.ReadFacts(bytes)), RequestHints.None, progress);
    }

    /// <summary>Reads a call for a stored response, whose id is in the path.</summary>
    /// <param name="http">The HTTP context.</param>
    /// <param name="codec">The codec of the caller's protocol.</param>
    /// <param name="action">The action on the response.</param>
    /// <param name="progress">Learns the plan of the call, and may end it.</param>
    public InboundCall ReadStoredResponse(HttpContext http, IInboundCodec codec, StoredResponseAction action, RelayProgress progress)
    {
        var id = http.Request.RouteValues["id"] as string ?? "";
        if (keys.IsIn(id, http.Request.Headers))
        {
            throw new RouterException(RouterError.Invalid("id", "A key of the gateway is no id of a response."));
        }

        var stored = new StoredResponseRequest(id, action);
        var stream = action == StoredResponseAction.Retrieve && !HttpMethods.IsHead(http.Request.Method) && http.Request.Query["stream"] is [{ } value] && value.Equals("true", StringComparison.OrdinalIgnoreCase);
        return new InboundCall(codec, stored, stream)
        {
            Headers = new HttpCallHeaders(http.Request.Headers, keys),
            Query = ForwardedQuery.Of(http.Request, keys),
            RequestId = http.TraceIdentifier,
            Hops = Hops(http.Request),
            Identity = Identity(http),
            PlanObserver = progress,
            Memory = memory,
            Stopping = progress.Stopping,
        };
    }

    private static FactsReading ReadFacts<TReader>(BodyBuffer body, TReader reader, Func<ReadOnlySpan<byte>, TReader, FactsReading> read)
    {
        try
        {
            return read(body.Memory.Span, reader);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private InboundCall CallOf(HttpContext http, IInboundCodec codec, BodyBuffer body, FactsReading reading, RequestHints hints, RelayProgress progress)
    {
        if (reading.Error is { } error)
        {
            body.Dispose();
            throw new RouterException(error);
        }

        return new InboundCall(codec, body, reading.Facts!, reading.Map)
        {
            Hints = hints,
            Headers = new HttpCallHeaders(http.Request.Headers, keys),
            Query = ForwardedQuery.Of(http.Request, keys),
            RequestId = http.TraceIdentifier,
            Hops = Hops(http.Request),
            Identity = Identity(http),
            PlanObserver = progress,
            Memory = memory,
            Stopping = progress.Stopping,
        };
    }

    // the property User would create a user where there is none
    private static string? Identity(HttpContext http) =>
        http.Features.Get<IHttpAuthenticationFeature>()?.User?.Identity is { IsAuthenticated: true } identity ? identity.Name : null;

    private static int Hops(HttpRequest request) =>
        request.Headers.TryGetValue(InboundCall.HopsHeader, out var value)
        && int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var hops)
            ? hops
            : 0;
}
