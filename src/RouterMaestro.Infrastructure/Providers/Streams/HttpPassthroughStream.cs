using System.Buffers;
using System.Runtime.CompilerServices;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>A stream forwarded frame by frame in the provider's bytes, except for the model name, repairs and frames that the caller did not request.</summary>
internal sealed class HttpPassthroughStream(CandidateCall call, UpstreamReader reader, IStreamTap tap, ReadOnlyMemory<byte> quotedModel, SecretMask mask, ExtrasReading? extras = null)
    : PassthroughStream, ICommittableStream
{
    private readonly SseFrameReader _frames = new();
    private BlockBuffer? _held = new(call.Call.Memory);
    private TokenUsage? _noted;
    private CostSink.Entry? _cost;
    private bool _isFailureTold;
    private UpstreamFailure? _failure;

    public override TokenUsage? Usage => tap.Usage;

    public override FinishReason? Finish => tap.Finish;

    public override UpstreamFailure? Failure => _failure;

    public override StreamPlace Place => tap.Place;

    public override EquatableArray<string> Repaired => tap.Repaired;

    /// <summary>Gets the meter of the content, which the tap fills; null if it has no limits.</summary>
    public ContentMeter? Content { get; init; }

    public bool HasContent { get; private set; }

    public bool IsFinishing => tap.IsFinishing;

    public bool IsOver { get; private set; }

    internal override bool HoldsMore => _held is not null;

    public override bool IsFailureForwarded => _isFailureTold;

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

    public override void Drain(IBufferWriter<byte> output)
    {
        if (_held is { } held)
        {
            output.Write(held.First.Span);
            held.RemoveFirst();
            _held = held.IsEmpty ? null : held;
            return;
        }

        ForwardUnread(output);
    }

    public override async ValueTask DisposeAsync()
    {
        _held?.Dispose();
        extras?.ReadRest(reader, _frames);
        await reader.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    void ICommittableStream.Hold() => ForwardUnread(_held!);

    private void ForwardUnread(IBufferWriter<byte> output)
    {
        while (!IsOver && _frames.TryRead(reader.Unread, reader.IsEnd, out var frame))
        {
            Forward(frame, output);
            reader.Consume(frame.Raw.Length);
        }

        if (!IsOver && reader.IsEnd)
        {
            End(output);
        }

        // a stream may state its usage several times, and the last one counts
        if (!ReferenceEquals(tap.Usage, _noted))
        {
            _noted = tap.Usage;
            call.Call.Note(call.Candidate.Model, _noted, ref _cost);
        }
    }

    /// <summary>Adds the terminal that the provider left out after a complete response.</summary>
    /// <remarks>
    /// finalMessage of @anthropic-ai/sdk 1.12 throws without message_stop; huggingface/inference-benchmarker reports an error without
    /// [DONE] (ikawrakow/ik_llama.cpp#467). Test A_complete_stream_gets_its_missing_terminal.
    /// </remarks>
    private void End(IBufferWriter<byte> output)
    {
        IsOver = true;
        if (tap.End() is { } failure)
        {
            _failure = reader.Failure ?? failure;
        }
        else
        {
            output.Write(tap.MissingTerminal);
        }
    }

    /// <summary>
    /// Forwards an error frame of the provider. Dropped are malformed frames, those that clients would not take for an error, and one that
    /// refuses the gateway's key, which the caller would take for its own.
    /// </summary>
    private void Fail(UpstreamFailure failure, in SseFrame frame, in FrameVerdict verdict, IBufferWriter<byte> output)
    {
        (_failure, IsOver) = (failure, true);
        if (!verdict.IsWithheld && failure.Kind is not (FailureKind.Malformed or FailureKind.Empty or FailureKind.Credential))
        {
            _isFailureTold = HasContent;
            var masked = new ArrayBufferWriter<byte>(frame.Raw.Length + quotedModel.Length);
            SseFrameRewriter.Write(masked, frame, verdict.Model, quotedModel, []);
            FrameMask.Write(mask, masked.WrittenSpan, isContent: false, output);
        }
    }

    private void Forward(in SseFrame frame, IBufferWriter<byte> output)
    {
        // comments have no payload
        var isEvent = !frame.Payload.IsEmpty;
        var hasExtras = isEvent && extras is not null && extras.Read(frame.Payload);
        if (isEvent && extras is not null && extras.IsWithheld(frame.EventName))
        {
            return;
        }

        var verdict = isEvent ? tap.Inspect(frame.EventName, frame.Payload) : default;
        if (isEvent && tap.HasGap)
        {
            Losses.Add("sequence_number");
        }

        if (verdict.IsFailure)
        {
            Fail(mask.Apply(tap.Failure!), frame, verdict, output);
            return;
        }

        call.Recorder?.RecordFrame(frame.Data);
        HasContent |= verdict.IsContent;
        IsOver = verdict.IsTerminal;
        if (verdict.IsContent)
        {
            reader.NoteContent();
        }

        if (!verdict.IsWithheld)
        {
            output.Write(isEvent ? tap.MissingBefore : default);
            Write(frame, verdict, isEvent, hasExtras ? extras!.Removals : [], output);
        }

        // the delta itself is forwarded, so that what the tap says of the place in the stream holds
        if (Content is { IsExceeded: true } content && !IsOver)
        {
            (_failure, IsOver) = (RunawayGuard.Fail(content), true);
        }
    }

    private void Write(in SseFrame frame, in FrameVerdict verdict, bool isEvent, ReadOnlySpan<BodyEdit> removals, IBufferWriter<byte> output)
    {
        var isContent = isEvent && !verdict.IsUnknown;
        var isClean = FrameMask.IsClean(mask, frame, isContent);
        var target = isClean ? output : new ArrayBufferWriter<byte>(frame.Raw.Length + quotedModel.Length);

        // the edits are those of the frame that was inspected last, which a comment is not
        SseFrameRewriter.Write(
            target, frame, verdict.Model, quotedModel, !isEvent ? [] : removals.IsEmpty ? tap.Edits : [.. tap.Edits, .. removals], verdict.EventName.Span);
        if (target is ArrayBufferWriter<byte> unmasked && !isClean)
        {
            FrameMask.Write(mask, unmasked.WrittenSpan, isContent, output);
        }
    }
}
