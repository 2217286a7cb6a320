using System.Runtime.CompilerServices;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Sse;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>A stream decoded into events. Events before the commit are held back.</summary>
internal sealed class DecodedStream(CandidateCall call, UpstreamReader reader, IStreamDecoder decoder, ResponseCalls calls, SecretMask mask, ExtrasReading? extras = null)
    : EventStream, IChatEventSink, ICommittableStream
{
    private readonly SseFrameReader _frames = new();
    private readonly ContentMeter? _content = call.Settings.Guards.Runaway is { } limits ? new(limits) : null;
    private HeldEvents? _held = new(call.Call.Memory);
    private IChatEventSink? _target;
    private ChatEvent.Completed? _completed;
    private UpstreamFailure? _failure;
    private TokenUsage? _usageOfFailed;
    private CostSink.Entry? _cost;
    private TokenUsage? _first;
    private long _reserved;

    /// <summary>Gets the usage; of a stream that has not ended, what it stated at its beginning.</summary>
    public override TokenUsage? Usage => _completed?.Usage ?? _usageOfFailed ?? _first;

    public override FinishReason? Finish => _completed?.Finish;

    public override UpstreamFailure? Failure => _failure;

    public bool HasContent { get; private set; }

    private CallEvents Events => field ??= new(calls, this);

    internal override bool HoldsMore => _held is not null;

    public bool IsFinishing => decoder.IsFinishing;

    public bool IsOver => _completed is not null || _failure is not null;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_held is not null)
        {
            return true;
        }

        if (IsOver)
        {
            return false;
        }

        await reader.FillOnAsync(call.Limits, IsFinishing).ConfigureAwait(false);
        return true;
    }

    public override void Drain(IChatEventSink sink)
    {
        if (_held is { } held)
        {
            held.Drain(sink);
            _held = held.IsEmpty ? null : held;
            return;
        }

        _target = sink;
        DecodeUnread();
    }

    void IChatEventSink.Write(in ChatEventSpan span)
    {
        // the decoder may not be through with its frame when a delta of it ends the stream
        if (_failure is not null)
        {
            return;
        }

        if (span.Kind == ChatEventKind.Failed)
        {
            // the way the connection ended is more informative than an incomplete response
            _failure = mask.Apply(reader.Failure ?? span.AsFailed.Failure);
            _usageOfFailed = span.AsFailed.Usage;
            call.Call.Note(call.Candidate.Model, _usageOfFailed, ref _cost);
            Forward(ChatEventSpan.Failed(new ChatEvent.Failed(_failure)));
            return;
        }

        if (span.Kind == ChatEventKind.Completed)
        {
            _completed = span.AsCompleted;
            call.Call.Note(call.Candidate.Model, _completed.Usage, ref _cost);
        }
        else if (span.Kind == ChatEventKind.Started)
        {
            _first = span.AsStarted.Usage;
        }

        if (span.IsContent)
        {
            HasContent = true;
            reader.NoteContent();
        }

        Forward(span);
        if (span.Kind == ChatEventKind.PartDelta && _content is not null)
        {
            Measure(span, _content);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _held?.Dispose();
        extras?.ReadRest(reader, _frames);
        call.Call.Memory.Release(_reserved);
        _reserved = 0;
        await reader.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    void ICommittableStream.Hold()
    {
        DecodeUnread();
        Reserve();
    }

    /// <summary>Reserves the memory that the caller's protocol needs beyond the content itself.</summary>
    private void Reserve()
    {
        if (call.Call.Description is { ContentCopies: > 0 and var copies } && _held is { } held && held.Length * copies is var needed && needed - _reserved > MemoryBudget.SmallBytes)
        {
            call.Call.Memory.Reserve(needed - _reserved);
            _reserved = needed;
        }
    }

    private void DecodeUnread()
    {
        while (!IsOver && _frames.TryRead(reader.Unread, reader.IsEnd, out var frame))
        {
            if (!frame.Payload.IsEmpty)
            {
                extras?.Read(frame.Payload);
                call.Recorder?.RecordFrame(frame.Data);
                decoder.Decode(frame.EventName, frame.Payload, Events);
            }

            reader.Consume(frame.Raw.Length);
        }

        if (!IsOver && reader.IsEnd)
        {
            decoder.End(Events);
        }
    }

    /// <summary>Measures a delta and fails the stream if it has too much content.</summary>
    private void Measure(in ChatEventSpan delta, ContentMeter content)
    {
        content.Add(delta.Text);
        if (content.IsExceeded)
        {
            _failure = RunawayGuard.Fail(content);
            Forward(ChatEventSpan.Failed(new ChatEvent.Failed(_failure)));
        }
    }

    private void Forward(in ChatEventSpan span)
    {
        if (_held is { } held)
        {
            held.Add(span);
        }
        else
        {
            _target!.Write(span);
        }
    }
}
