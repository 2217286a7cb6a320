using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>Writes the response to a streamed call, batch by batch.</summary>
internal sealed class StreamedResult(HttpContext http, IInboundCodec codec, ChatReply reply, SseWriter sse, TimeProvider clock, ILogger logger)
{
    /// <summary>The time for sending the error frame. An abort discards unsent bytes, and nothing reports when they are sent.</summary>
    private static readonly TimeSpan _timeToSend = TimeSpan.FromMilliseconds(100);

    private readonly ResponseStream _stream = (ResponseStream)reply.Response;
    private IStreamEncoder? _encoder;

    /// <summary>Ends an opened stream with an error frame.</summary>
    public static async Task FailAsync(HttpContext http, IInboundCodec codec, SseWriter sse, TimeProvider clock, RouterError error, StreamPlace place = default)
    {
        var frame = codec.WriteStreamError(error with { RequestId = http.TraceIdentifier }, place);
        await sse.WriteAsync(frame, static (bytes, output) => output.Write(bytes.Span), http.RequestAborted).ConfigureAwait(false);
        await EndAfterFailureAsync(http, codec, clock).ConfigureAwait(false);
    }

    /// <summary>Writes the response, up to its end or to the end of a gateway that stops.</summary>
    /// <param name="options">The options for writing a translated response; null for passthrough.</param>
    /// <param name="progress">The call.</param>
    public async Task WriteAsync(ResponseOptions? options, RelayProgress progress)
    {
        if (_stream is EventStream)
        {
            _encoder = codec.CreateEncoder(options!);
        }

        try
        {
            while (await _stream.ReadAsync(progress.Token).ConfigureAwait(false))
            {
                if (!await sse.WriteAsync(this, static (result, output) => result.Drain(output), http.RequestAborted).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException exception) when (sse.IsOpened && progress.HasEnded)
        {
            progress.End(exception);
            await StopAsync().ConfigureAwait(false);
            return;
        }
        catch (Exception exception) when (!progress.HasEnded && !http.RequestAborted.IsCancellationRequested)
        {
            reply.Fail(GatewayFault.Failure);
            if (!sse.IsOpened)
            {
                throw;
            }

            logger.LogBroken(exception, http.TraceIdentifier);
            await BreakAsync(exception is OutOfMemoryException ? MemoryShortage.Error : GatewayFault.Error).ConfigureAwait(false);
            return;
        }

        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>Ends an opened stream whose frames could not be written: with an error frame, or with its connection if a part of a frame was written.</summary>
    private async Task BreakAsync(RouterError error)
    {
        if (sse.IsTorn)
        {
            http.Abort();
            return;
        }

        await FailAsync(http, codec, sse, clock, error with { Model = reply.ServedBy }, Place).ConfigureAwait(false);
    }

    private StreamPlace Place => (_stream as PassthroughStream)?.Place ?? default;

    private async Task EndAsync()
    {
        if (_stream.Failure is { } failure)
        {
            if (_stream is PassthroughStream { IsFailureForwarded: false })
            {
                var error = RouterError.From(failure, reply.ServedBy.Provider) with { Model = reply.ServedBy };
                await FailAsync(http, codec, sse, clock, error, Place).ConfigureAwait(false);
            }
            else
            {
                await EndAfterFailureAsync(http, codec, clock).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends the stream with the error of a gateway that stops: of a translated stream in its encoder, which knows its ids and numbers.</summary>
    private async Task StopAsync()
    {
        if (_encoder is null)
        {
            var error = RouterError.From(GatewayStop.Failure) with { Model = reply.ServedBy };
            await FailAsync(http, codec, sse, clock, error, Place).ConfigureAwait(false);
            return;
        }

        await sse.WriteAsync(this, static (result, output) => result.Stop(output), http.RequestAborted).ConfigureAwait(false);
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

    private void Drain(IBufferWriter<byte> output)
    {
        if (!sse.IsOpened)
        {
            ResponseHeaders.Add(http.Response.Headers, reply);
            ResponseHeaders.AddRoute(http, reply.Plan);
        }

        if (_stream is PassthroughStream passthrough)
        {
            passthrough.Drain(output);
        }
        else
        {
            _encoder!.Output = output;
            ((EventStream)_stream).Drain(_encoder);
        }

        sse.PausesKeepalives = _stream.HoldsMore;
    }

    private void Stop(IBufferWriter<byte> output)
    {
        _encoder!.Output = output;
        _encoder.Write(ChatEventSpan.Failed(new ChatEvent.Failed(GatewayStop.Failure)));
    }
}
