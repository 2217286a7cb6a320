using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Errors;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.Anthropic.Streaming;

/// <summary>
/// Reads the frames of an Anthropic stream. The completion is written at <c>message_stop</c>, because usage comes before it.
/// </summary>
/// <param name="losses">Receives the fields that the events cannot hold.</param>
/// <param name="rules">What is expected of the provider's streams.</param>
internal sealed class AnthropicStreamDecoder(LossSink losses, StreamRules rules = default) : StreamDecoder
{
    private readonly AnthropicPartTracker _blocks = new(losses);
    private TokenUsage? _usage;
    private FinishReason? _finish;
    private FinishReason? _finishAtStart;
    private string? _stopSequence;

    public override bool IsFinishing => _finish is not null;

    protected override bool HasContent => _blocks.HasParts;

    protected override TokenUsage? Usage => _usage;

    protected override bool IsWhole => _finish is not null;

    public override void Decode(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        if (IsEnded || data.IsEmpty)
        {
            return;
        }

        if (!data.Trim(" \t\r\n"u8).IsEmpty)
        {
            TryRead(eventName, data, sink);
        }
        else if (!AnthropicFrame.IsUnknown(eventName))
        {
            Reject(sink);
        }
    }

    public override void End(IChatEventSink sink)
    {
        if (!IsEnded && _finish is not null)
        {
            Complete(sink);
        }

        base.End(sink);
    }

    protected override void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        var frame = AnthropicFrame.Read(eventName, data);
        if (frame.Kind == AnthropicFrameKind.Other && ForeignError.IsIn(eventName, data))
        {
            FailWith(ForeignError.DocumentIn(data), sink);
            return;
        }

        ReadFrame(frame, data, sink);
    }

    protected override ChatEvent.Started CreateStart() => new(null, null, null, _usage);

    private void ReadFrame(in AnthropicFrame frame, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        switch (frame.Kind)
        {
            case AnthropicFrameKind.BlockDelta when !frame.HasDelta || frame.Delta.IsMalformed:
            case AnthropicFrameKind.MessageDelta when !frame.HasDelta:
                throw new JsonException("A delta is not an object, or its text is not a string.");
            case AnthropicFrameKind.BlockDelta:
                EnsureStarted(sink);
                _blocks.Continue(frame.Index, frame.Delta, sink);
                break;
            case AnthropicFrameKind.BlockStart:
                EnsureStarted(sink);
                _blocks.Start(frame.Index, AnthropicBlockStart.Read(frame.Payload), sink);
                break;
            case AnthropicFrameKind.BlockStop:
                _blocks.End(frame.Index, sink);
                break;
            case AnthropicFrameKind.MessageStart:
                Start(frame.Payload, sink);
                break;
            case AnthropicFrameKind.MessageDelta:
                ReadEnd(frame, sink);
                break;
            case AnthropicFrameKind.MessageStop:
                Stop(sink);
                break;
            case AnthropicFrameKind.Error:
                FailWith(data, sink);
                break;
        }
    }

    private void FailWith(ReadOnlySpan<byte> document, IChatEventSink sink) =>
        Fail(AnthropicFailures.ReadDocument(document) ?? new(FailureKind.ServerError, "The provider broke off with an error."), sink);

    private void Start(ReadOnlySpan<byte> message, IChatEventSink sink)
    {
        var start = AnthropicMessageStart.Read(message, _usage);
        _usage = start.Usage;
        if (!IsStarted)
        {
            Start(start, sink);
            AddInitialBlocks(message, sink);
        }
    }

    /// <summary>
    /// Adds the blocks that a message has at its start. A message that continues after a tool of the provider has such blocks.
    /// </summary>
    private void AddInitialBlocks(ReadOnlySpan<byte> message, IChatEventSink sink)
    {
        var map = AnthropicFrameMap.Read(message);
        var blocks = new ElementScanner(message.Slice(map.Content.Place.Start, map.Content.Place.Length));
        for (var index = 0; blocks.Read(); index++)
        {
            _blocks.Start(index, AnthropicBlockStart.Read(blocks.Element), sink);
            _blocks.End(index, sink);
        }

        if (map.StopReason.Place.Length > 2)
        {
            _finishAtStart = AnthropicFinishReasons.Read(message.Slice(map.StopReason.Place.Start, map.StopReason.Place.Length)[1..^1]);
        }
    }

    private void ReadEnd(in AnthropicFrame frame, IChatEventSink sink)
    {
        if (!frame.Delta.Extension.IsEmpty)
        {
            losses.Add(Encoding.UTF8.GetString(frame.Delta.Extension));
        }

        if (!frame.Usage.IsEmpty)
        {
            var reader = AnthropicFrame.ReaderOf(frame.Usage);
            reader.Read();
            _usage = AnthropicUsage.Read(ref reader, _usage);
        }

        if (FinishReasonWords.FailureOf(frame.Delta.StopReason) is { } failure)
        {
            Fail(failure, sink);
        }
        else if (!frame.Delta.StopReason.IsEmpty)
        {
            _finish = AnthropicFinishReasons.Read(frame.Delta.StopReason);
            _stopSequence = frame.Delta.StopSequence.IsEmpty ? null : JsonText.CopyEscaped(frame.Delta.StopSequence).ToString();
        }
    }

    private void Stop(IChatEventSink sink)
    {
        _finish ??= _finishAtStart;
        if (_finish is null && rules.OmitsFinishReason && _blocks.HasParts)
        {
            _finish = _blocks.HasCalls ? FinishReason.ToolCalls : FinishReason.Stop;
        }

        End(sink);
    }

    private void Complete(IChatEventSink sink)
    {
        EnsureStarted(sink);
        _blocks.EndAll(sink);
        var finish = _blocks.HasCalls || _finish != FinishReason.ToolCalls ? _finish!.Value : FinishReason.Stop;
        Complete(new ChatEvent.Completed(finish, _usage, _stopSequence), sink);
    }
}
