using System.Buffers;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Sse;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Application.Translation;

/// <summary>Translates the recording of one stream. A failure before the first content is an error, as it is in the gateway.</summary>
internal sealed class StreamTranslation(TranslateResponse translation, IOutboundCodec provider, ResponseWriting writing) : IChatEventSink
{
    private readonly ArrayBufferWriter<byte> _body = new(Math.Max(4096, translation.Body.Length));
    private IStreamEncoder? _encoder;
    private bool _hasContent;
    private bool _isOver;
    private int _consumed;

    public TranslatedBody Run()
    {
        var (frames, decoder, events) = (new SseFrameReader(), provider.CreateDecoder(writing.Losses), new CallEvents(writing.Calls, this));
        while (!_isOver && frames.TryRead(translation.Body.Span[_consumed..], isFinal: true, out var frame))
        {
            if (!frame.Payload.IsEmpty)
            {
                decoder.Decode(frame.EventName, frame.Payload, events);
            }

            _consumed += frame.Raw.Length;
        }

        if (!_isOver)
        {
            decoder.End(events);
        }

        return new TranslatedBody(_body.WrittenMemory, writing.Losses.Fields, TranslatedBody.EventStream);
    }

    void IChatEventSink.Write(in ChatEventSpan span)
    {
        if (span.Kind == ChatEventKind.Failed && !_hasContent)
        {
            var line = 1 + translation.Body.Span[.._consumed].Count((byte)'\n');
            throw new RouterException(TranslationErrors.OfStream(span.AsFailed.Failure, translation.From, line));
        }

        _isOver = span.Kind is ChatEventKind.Failed or ChatEventKind.Completed;
        _hasContent |= span.IsContent;
        _encoder ??= writing.CreateEncoder(span.Kind == ChatEventKind.Started ? span.AsStarted : null);
        _encoder.Output = _body;
        _encoder.Write(span);
    }
}

/// <summary>Tells streams from documents.</summary>
internal static class EventStreams
{
    /// <summary>Returns true if a body begins as server-sent events do: with a field or a comment.</summary>
    public static bool IsOne(ReadOnlySpan<byte> body)
    {
        var mark = "\uFEFF"u8;
        body = (body.StartsWith(mark) ? body[mark.Length..] : body).TrimStart("\r\n"u8);
        return body.StartsWith("data:"u8) || body.StartsWith("event:"u8) || body.StartsWith("id:"u8) || body.StartsWith("retry:"u8) || body.StartsWith(":"u8);
    }
}
