using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Tokens;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>Handles every call that goes to a provider, in every protocol and operation.</summary>
internal sealed class RelayEndpoint(
    IRouter router, CodecRegistry codecs, CallStart start, TimeProvider clock, CallReader reader, ILogger<RelayEndpoint> logger)
{
    /// <summary>Relays a conversation.</summary>
    public async Task RunAsync(HttpContext http, IInboundCodec codec, InboundRoute route)
    {
        using var progress = start.Begin(http, codec, InboundOperation.Chat);
        await RunAsync(http, codec, InboundOperation.Chat, reader.ReadAsync(http, codec, route, progress), progress).ConfigureAwait(false);
    }

    /// <summary>Relays a request for embeddings.</summary>
    public async Task EmbedAsync(HttpContext http, IInboundCodec codec)
    {
        using var progress = start.Begin(http, codec, InboundOperation.Embeddings);
        var reading = reader.ReadAsync(http, codec, codecs.BodyCodecFor(CallOperation.Embeddings), progress);
        await RunAsync(http, codec, InboundOperation.Embeddings, reading, progress).ConfigureAwait(false);
    }

    /// <summary>Retrieves, cancels or deletes a stored response.</summary>
    public async Task RunStoredResponseAsync(HttpContext http, IInboundCodec codec, StoredResponseAction action)
    {
        using var progress = start.Begin(http, codec, InboundOperation.StoredResponse);
        await RunAsync(http, codec, InboundOperation.StoredResponse, ReadStored(http, codec, action, progress), progress).ConfigureAwait(false);
    }

    private ValueTask<InboundCall> ReadStored(HttpContext http, IInboundCodec codec, StoredResponseAction action, RelayProgress progress)
    {
        try
        {
            return new(reader.ReadStoredResponse(http, codec, action, progress));
        }
        catch (RouterException exception)
        {
            return ValueTask.FromException<InboundCall>(exception);
        }
    }

    private async Task RunAsync(HttpContext http, IInboundCodec codec, InboundOperation operation, ValueTask<InboundCall> reading, RelayProgress progress)
    {
        InboundCall? read = null;
        try
        {
            using var call = read = await reading.ConfigureAwait(false);
            await (call.Facts.Stream ? StreamAsync(http, codec, call, progress) : WholeAsync(http, codec, call, progress)).ConfigureAwait(false);
        }
        catch (Exception exception) when (read is null)
        {
            start.Tell(http, codec, operation, exception);
            if (exception is OperationCanceledException && progress.HasEnded)
            {
                throw progress.End(exception);
            }

            throw;
        }
        catch (OperationCanceledException exception) when (progress.HasEnded)
        {
            throw progress.End(exception);
        }
        catch (RouterException)
        {
            ResponseHeaders.AddRoute(http, progress.Plan);
            throw;
        }
    }

    private async Task WholeAsync(HttpContext http, IInboundCodec codec, InboundCall call, RelayProgress progress)
    {
        var reply = await router.RelayAsync(call, progress.Token).ConfigureAwait(false);
        await using (reply.ConfigureAwait(false))
        {
            ResponseHeaders.AddRoute(http, reply.Plan);
            try
            {
                await WholeResult.WriteAsync(http, codec, reply, Options(call, reply)).ConfigureAwait(false);
            }
            catch (Exception) when (!http.RequestAborted.IsCancellationRequested)
            {
                reply.Fail(GatewayFault.Failure);
                throw;
            }
        }
    }

    private async Task StreamAsync(HttpContext http, IInboundCodec codec, InboundCall call, RelayProgress progress)
    {
        var isResponding = false;
        var sse = progress.Stream = new SseWriter(http.Response, codec.Keepalive, clock);
        await using (sse.ConfigureAwait(false))
        {
            try
            {
                var reply = await router.RelayAsync(call, progress.Token).ConfigureAwait(false);
                isResponding = true;
                await using (reply.ConfigureAwait(false))
                {
                    var result = new StreamedResult(http, codec, reply, sse, clock, logger);
                    await result.WriteAsync(Options(call, reply), progress).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (exception is RouterException || (!isResponding && !http.RequestAborted.IsCancellationRequested))
            {
                // a keepalive may have opened the stream before its first content
                await sse.CompleteAsync().ConfigureAwait(false);
                if (!sse.IsOpened)
                {
                    throw;
                }

                await StreamedResult.FailAsync(http, codec, sse, clock, ErrorOf(exception, http, progress)).ConfigureAwait(false);
            }
        }
    }

    private RouterError ErrorOf(Exception exception, HttpContext http, RelayProgress progress)
    {
        switch (exception)
        {
            case RouterException failure:
                return failure.Error;
            case OperationCanceledException when progress.HasEnded:
                return progress.End(exception).Error;
            default:
                logger.LogBroken(exception, http.TraceIdentifier);
                return GatewayFault.Error;
        }
    }

    /// <summary>Gets the options for writing a translated response; null for passthrough.</summary>
    private ResponseOptions? Options(InboundCall call, ChatReply reply) => reply.Response is PassthroughResponse or PassthroughStream
        ? null
        : new(new ResponseIdentity(UniqueIds.Next().ToString("N"), reply.ServedBy.QualifiedId, clock.GetUtcNow().ToUnixTimeSeconds()))
        {
            RequestId = call.RequestId,
            IncludeUsage = call.Facts.WantsUsage,
            ShowReasoning = call.Facts.WantsReasoning,
            HidesReasoning = reply.HidesReasoning,
            Tools = reply.Tools,
            EstimateInput = () => QuickEstimate.Of(call.ReadRequest().Request),
        };
}
