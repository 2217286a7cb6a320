using System.Buffers;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Application.Streams;

/// <summary>
/// A passthrough stream that guards watch. Its frames are decoded for the guards and forwarded as they are; the frame at which a guard fails the
/// response is not forwarded.
/// </summary>
internal sealed class GuardedPassthroughStream : PassthroughStream, IChatEventSink
{
    private readonly PassthroughStream _inner;
    private readonly GuardChain _chain;
    private readonly IStreamDecoder _decoder;
    private readonly IStreamTap _tap;
    private readonly SseFrameReader _frames = new();
    private readonly ArrayBufferWriter<byte> _arrived = new();
    private BlockBuffer? _held;

    public GuardedPassthroughStream(CandidateCall call, PassthroughStream inner, StreamGuards guards, IOutboundCodec codec)
    {
        Losses = inner.Losses;
        (_inner, _held) = (inner, new BlockBuffer(call.Call.Memory));
        _chain = new(call, guards, Losses, this);

        // what arrives here has been checked by the rules of its provider
        var rules = new StreamRules { OmitsFinishReason = true };
        _decoder = codec.CreateDecoder(new LossSink(), rules);
        _tap = codec.CreateTap(new() { Rules = rules });
    }

    public override TokenUsage? Usage => _inner.Usage;

    public override FinishReason? Finish => _inner.Finish;

    public override UpstreamFailure? Failure => _chain.Failure ?? _inner.Failure;

    public override bool IsFailureForwarded => _chain.Failure is null && _inner.IsFailureForwarded;

    public override EquatableArray<string> Repaired => _inner.Repaired;

    public override StreamPlace Place => _chain.Failure is null ? _inner.Place : _tap.Place;

    /// <summary>Gets the failure by which a guard ended the response; null if there is none.</summary>
    public UpstreamFailure? GuardFailure => _chain.Failure;

    internal override bool HoldsMore => _held is not null;

    /// <summary>Inspects what has arrived until the commit.</summary>
    public async ValueTask HoldAsync(CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                if (await _inner.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    Forward(_held!);
                }
            }
            while (_inner.HoldsMore && _chain.Failure is null);
        }
        catch
        {
            _held?.Dispose();
            throw;
        }
    }

    public override ValueTask<bool> ReadAsync(CancellationToken cancellationToken) =>
        _held is not null ? new(true)
        : _chain.Failure is not null ? new(false)
        : _inner.ReadAsync(cancellationToken);

    public override void Drain(IBufferWriter<byte> output)
    {
        if (_held is { } held)
        {
            output.Write(held.First.Span);
            held.RemoveFirst();
            _held = held.IsEmpty ? null : held;
            return;
        }

        Forward(output);
    }

    // the caller gets the provider's bytes: the events are for the guards only
    void IChatEventSink.Write(in ChatEventSpan span)
    {
    }

    public override async ValueTask DisposeAsync()
    {
        _held?.Dispose();
        await _inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private void Forward(IBufferWriter<byte> output)
    {
        _inner.Drain(_arrived);
        var unread = _arrived.WrittenSpan;

        // only what was held back comes in parts that end within a frame
        var isWhole = !_inner.HoldsMore;
        while (_frames.TryRead(unread, isWhole, out var frame))
        {
            Inspect(frame);
            if (_chain.Failure is not null)
            {
                return;
            }

            output.Write(frame.Raw);
            unread = unread[frame.Raw.Length..];
        }

        if (isWhole)
        {
            output.Write(unread);
            _arrived.ResetWrittenCount();
        }
        else
        {
            var begun = unread.ToArray();
            _arrived.ResetWrittenCount();
            _arrived.Write(begun);
        }
    }

    private void Inspect(in SseFrame frame)
    {
        if (frame.Data.IsEmpty)
        {
            return;
        }

        _decoder.Decode(frame.EventName, frame.Data, _chain);
        if (_chain.Failure is null)
        {
            _tap.Inspect(frame.EventName, frame.Data);
        }
    }
}
