using System.Buffers;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.AspNetCore.Pipeline;
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

    public async Task WriteAsync(ResponseOptions? options)
    {
        var stream = (ResponseStream)reply.Response;
        var encoder = stream is EventStream ? codec.CreateEncoder(options!) : null;
        while (await stream.ReadAsync(http.RequestAborted).ConfigureAwait(false))
        {
            await sse.BeginBatchAsync().ConfigureAwait(false);
            Drain(stream, encoder);
            if (!await sse.EndBatchAsync(http.RequestAborted).ConfigureAwait(false))
            {
                return;
            }
        }

        if (stream.Failure is { } failure)
        {
            if (stream is PassthroughStream { IsFailureForwarded: false } broken)
            {
                var error = RouterError.From(failure) with { Model = reply.ServedBy };
                await FailAsync(http, codec, sse, clock, error, broken.Place).ConfigureAwait(false);
            }
            else
            {
                await EndAfterFailureAsync(http, codec, clock).ConfigureAwait(false);
            }
        }
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
