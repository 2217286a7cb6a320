using System.Runtime.CompilerServices;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>A stream decoded into events. What comes before the first content is held back as records.</summary>
internal sealed class DecodedStream(UpstreamCall call, UpstreamReader reader, IStreamDecoder decoder, SecretMask mask) : EventStream, IChatEventSink, ICommittableStream
{
    private readonly SseFrameReader _frames = new();
    private List<ChatEvent>? _held = [];
    private IChatEventSink? _target;
    private ChatEvent.Completed? _completed;
    private UpstreamFailure? _failure;

    public override TokenUsage? Usage => _completed?.Usage;

    public override FinishReason? Finish => _completed?.Finish;

    public override UpstreamFailure? Failure => _failure;

    public bool HasContent { get; private set; }

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
            _held = null;
            foreach (var chatEvent in held)
            {
                sink.Write(chatEvent);
            }

            return;
        }

        _target = sink;
        Take();
    }

    void IChatEventSink.Write(in ChatEventSpan slice)
    {
        if (slice.Kind == ChatEventKind.Failed)
        {
            // how the connection ended says more than that the answer was not complete
            _failure = mask.Apply(reader.Failure ?? slice.AsFailed.Failure);
            Forward(ChatEventSpan.Failed(new ChatEvent.Failed(_failure)));
            return;
        }

        if (slice.Kind == ChatEventKind.Completed)
        {
            _completed = slice.AsCompleted;
        }

        HasContent |= slice.IsContent;
        Forward(call.Names is { } names ? names.Restore(slice) : slice);
    }

    public override async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    void ICommittableStream.Hold() => Take();

    private void Take()
    {
        while (!IsOver && _frames.TryRead(reader.Unread, reader.IsEnd, out var frame))
        {
            if (!frame.Data.IsEmpty)
            {
                call.NoteGivenInFrame(frame.Data);
                decoder.Decode(frame.EventName, frame.Data, this);
            }

            reader.Consume(frame.Raw.Length);
        }

        if (!IsOver && reader.IsEnd)
        {
            decoder.End(this);
        }
    }

    private void Forward(in ChatEventSpan slice)
    {
        if (_held is { } held)
        {
            held.Add(slice.ToEvent());
        }
        else
        {
            _target!.Write(slice);
        }
    }
}
