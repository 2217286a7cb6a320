using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using RouterMaestro.Application;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>Handles every call that goes to a provider, in every protocol and operation.</summary>
internal sealed class RelayEndpoint(IRouter router, CodecRegistry codecs, TimeProvider clock, IOptions<HttpApiOptions> options)
{
    private readonly int _maxBodyBytes = options.Value.MaxBodyBytes;

    /// <summary>Relays a conversation.</summary>
    public async Task RunAsync(HttpContext http, IInboundCodec codec, InboundRoute route)
    {
        var progress = new RelayProgress(http.Response.Headers);
        using var call = await CallReader.ReadAsync(http, codec, route, _maxBodyBytes, progress).ConfigureAwait(false);
        await RunAsync(http, codec, call, progress).ConfigureAwait(false);
    }

    /// <summary>Relays a request for embeddings.</summary>
    public async Task EmbedAsync(HttpContext http, IInboundCodec codec)
    {
        var progress = new RelayProgress(http.Response.Headers);
        using var call = await CallReader.ReadAsync(http, codec, codecs.BodyCodecFor(CallOperation.Embeddings), _maxBodyBytes, progress).ConfigureAwait(false);
        await RunAsync(http, codec, call, progress).ConfigureAwait(false);
    }

    /// <summary>Retrieves, cancels or deletes a stored response.</summary>
    public async Task RunStoredResponseAsync(HttpContext http, IInboundCodec codec, StoredResponseAction action)
    {
        var progress = new RelayProgress(http.Response.Headers);
        using var call = CallReader.ReadStoredResponse(http, codec, action, progress);
        await RunAsync(http, codec, call, progress).ConfigureAwait(false);
    }

    private async Task RunAsync(HttpContext http, IInboundCodec codec, InboundCall call, RelayProgress progress)
    {
        try
        {
            await (call.Facts.Stream ? StreamAsync(http, codec, call, progress) : WholeAsync(http, codec, call)).ConfigureAwait(false);
        }
        catch (RouterException)
        {
            ResponseHeaders.AddRoute(http, progress.Plan);
            throw;
        }
    }

    private async Task WholeAsync(HttpContext http, IInboundCodec codec, InboundCall call)
    {
        var reply = await router.RelayAsync(call, http.RequestAborted).ConfigureAwait(false);
        await using (reply.ConfigureAwait(false))
        {
            ResponseHeaders.AddRoute(http, reply.Plan);
            await WholeResult.WriteAsync(http, codec, reply, Options(call, reply)).ConfigureAwait(false);
        }
    }

    private async Task StreamAsync(HttpContext http, IInboundCodec codec, InboundCall call, RelayProgress progress)
    {
        var sse = progress.Stream = new SseWriter(http.Response, codec.Keepalive, clock);
        await using (sse.ConfigureAwait(false))
        {
            try
            {
                var reply = await router.RelayAsync(call, http.RequestAborted).ConfigureAwait(false);
                await using (reply.ConfigureAwait(false))
                {
                    var result = new StreamedResult(http, codec, reply, sse, clock);
                    await result.WriteAsync(Options(call, reply)).ConfigureAwait(false);
                }
            }
            catch (RouterException exception)
            {
                await sse.CompleteAsync().ConfigureAwait(false);
                if (!sse.IsOpened)
                {
                    throw;
                }

                await StreamedResult.FailAsync(http, codec, sse, clock, exception.Error).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Gets the options for writing a translated response; null for passthrough.</summary>
    private ResponseOptions? Options(InboundCall call, ChatReply reply) => reply.Response is PassthroughResponse or PassthroughStream
        ? null
        : new(new ResponseIdentity(Guid.NewGuid().ToString("N"), reply.ServedBy.QualifiedId, clock.GetUtcNow().ToUnixTimeSeconds()))
        {
            RequestId = call.RequestId,
            IncludeUsage = call.Facts.WantsUsage,
            ShowReasoning = call.Facts.WantsReasoning,
            HidesReasoning = reply.HidesReasoning,
            Tools = reply.Tools,
        };
}
