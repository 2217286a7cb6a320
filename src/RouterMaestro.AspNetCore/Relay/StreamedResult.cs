using System.Buffers;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>Writes the response to a streamed call, batch by batch.</summary>
internal sealed class StreamedResult(HttpContext http, IInboundCodec codec, ChatReply reply, SseWriter sse, TimeProvider clock)
{
    /// <summary>The time for sending the error frame. An abort discards unsent bytes, and nothing reports when they are sent.</summary>
    private static readonly TimeSpan _timeToSend = TimeSpan.FromMilliseconds(100);

    /// <summary>Ends an opened stream with an error frame.</summary>
    public static async Task FailAsync(HttpContext http, IInboundCodec codec, SseWriter sse, TimeProvider clock, RouterError error, StreamPlace place = default)
    {
        await sse.BeginBatchAsync().ConfigureAwait(false);
        sse.Output.Write(codec.WriteStreamError(error with { RequestId = http.TraceIdentifier }, place).Span);
        await sse.EndBatchAsync(http.RequestAborted).ConfigureAwait(false);
        await EndAfterFailureAsync(http, codec, clock).ConfigureAwait(false);
    }

    /// <summary>Writes the response, up to its end or to the end of a gateway that stops.</summary>
    /// <param name="options">The options for writing a translated response; null for passthrough.</param>
    /// <param name="progress">The call.</param>
    public async Task WriteAsync(ResponseOptions? options, RelayProgress progress)
    {
        var stream = (ResponseStream)reply.Response;
        var encoder = stream is EventStream ? codec.CreateEncoder(options!) : null;
        try
        {
            while (await stream.ReadAsync(progress.Token).ConfigureAwait(false))
            {
                await sse.BeginBatchAsync().ConfigureAwait(false);
                Drain(stream, encoder);
                sse.PausesKeepalives = stream.HoldsMore;
                if (!await sse.EndBatchAsync(http.RequestAborted).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException exception) when (sse.IsOpened && progress.HasEnded)
        {
            progress.End(exception);
            await StopAsync(stream, encoder).ConfigureAwait(false);
            return;
        }

        await EndAsync(stream).ConfigureAwait(false);
    }

    private async Task EndAsync(ResponseStream stream)
    {
        if (stream.Failure is { } failure)
        {
            if (stream is PassthroughStream { IsFailureForwarded: false } broken)
            {
                var error = RouterError.From(failure, reply.ServedBy.Provider) with { Model = reply.ServedBy };
                await FailAsync(http, codec, sse, clock, error, broken.Place).ConfigureAwait(false);
            }
            else
            {
                await EndAfterFailureAsync(http, codec, clock).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends the stream with the error of a gateway that stops: of a translated stream in its encoder, which knows its ids and numbers.</summary>
    private async Task StopAsync(ResponseStream stream, IStreamEncoder? encoder)
    {
        if (encoder is null)
        {
            var error = RouterError.From(GatewayStop.Failure) with { Model = reply.ServedBy };
            await FailAsync(http, codec, sse, clock, error, ((PassthroughStream)stream).Place).ConfigureAwait(false);
            return;
        }

        await sse.BeginBatchAsync().ConfigureAwait(false);
        encoder.Output = sse.Output;
        encoder.Write(ChatEventSpan.Failed(new ChatEvent.Failed(GatewayStop.Failure)));
        await sse.EndBatchAsync(http.RequestAborted).ConfigureAwait(false);
        await EndAfterFailureAsync(http, codec, clock).ConfigureAwait(false);
    }

    private static async Task EndAfterFailureAsync(HttpContext http, IInboundCodec codec, TimeProvider clock)
    {
        if (codec.AbortsAfterStreamError)
        {
            await Task.Delay(_timeToSend, clock, http.RequestAborted).ConfigureAwait(false);
            http.Abort();
        }
    }

    private void Drain(ResponseStream stream, IStreamEncoder? encoder)
    {
        if (!sse.IsOpened)
        {
            ResponseHeaders.Add(http.Response.Headers, reply);
            ResponseHeaders.AddRoute(http, reply.Plan);
        }

        if (stream is PassthroughStream passthrough)
        {
            passthrough.Drain(sse.Output);
        }
        else
        {
            encoder!.Output = sse.Output;
            ((EventStream)stream).Drain(encoder);
        }
    }
}
