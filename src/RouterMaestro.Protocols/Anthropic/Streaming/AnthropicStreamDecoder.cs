using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Errors;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic.Streaming;

/// <summary>
/// Reads the frames of an Anthropic stream. The completion is written at <c>message_stop</c>, because usage comes before it.
/// </summary>
/// <param name="losses">Receives the fields that the events cannot hold.</param>
internal sealed class AnthropicStreamDecoder(LossSink losses) : IStreamDecoder
{
    private readonly AnthropicPartTracker _blocks = new(losses);
    private bool _isStarted;
    private TokenUsage? _usage;
    private FinishReason? _finish;
    private FinishReason? _finishAtStart;
    private string? _stopSequence;

    public bool IsFinishing => _finish is not null;

    public bool IsEnded { get; private set; }

    public void Decode(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        if (IsEnded || data.IsEmpty)
        {
            return;
        }

        try
        {
            if (!Utf8.IsValid(data))
            {
                throw new JsonException("The data is not valid UTF-8.");
            }

            Take(AnthropicFrame.Read(eventName, data), data, sink);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            TakeNoise(eventName, sink);
        }
    }

    public void End(IChatEventSink sink)
    {
        if (IsEnded)
        {
            return;
        }

        if (_finish is not null)
        {
            Complete(sink);
        }
        else
        {
            Fail(
                _blocks.HasParts
                    ? new(FailureKind.Cut, "The provider's stream ended in the middle of the answer.")
                    : new(FailureKind.Empty, "The provider's stream ended without an answer."),
                sink);
        }
    }

    /// <summary>Ignores invalid data in unknown events and after the finish reason. Other invalid data is a failure.</summary>
    private void TakeNoise(ReadOnlySpan<byte> eventName, IChatEventSink sink)
    {
        if (_finish is null && (eventName.IsEmpty || AnthropicFrame.KindOf(eventName) != AnthropicFrameKind.Other))
        {
            Fail(new(FailureKind.Malformed, "The provider's stream holds something that is not JSON."), sink);
        }
    }

    private void Take(in AnthropicFrame frame, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        switch (frame.Kind)
        {
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
                TakeEnd(frame);
                break;
            case AnthropicFrameKind.MessageStop:
                Stop(sink);
                break;
            case AnthropicFrameKind.Error:
                Fail(AnthropicFailures.ReadDocument(data) ?? new(FailureKind.ServerError, "The provider broke off with an error."), sink);
                break;
        }
    }

    private void Start(ReadOnlySpan<byte> message, IChatEventSink sink)
    {
        var start = AnthropicMessageStart.Read(message, _usage);
        _usage = start.Usage;
        if (!_isStarted)
        {
            _isStarted = true;
            sink.Write(ChatEventSpan.Started(start));
            TakeWhole(message, sink);
        }
    }

    /// <summary>
    /// Adds the blocks that a message has at its start. A message that continues after a tool of the provider has such blocks.
    /// </summary>
    private void TakeWhole(ReadOnlySpan<byte> message, IChatEventSink sink)
    {
        var map = AnthropicFrameMap.Read(message);
        var blocks = new ElementScanner(message.Slice(map.Content.Place.Start, map.Content.Place.Length));
        for (var index = 0; blocks.Read(); index++)
        {
            _blocks.Start(index, AnthropicBlockStart.Read(blocks.Element), sink);
            _blocks.End(index, sink);
        }

        if (map.StopReason.IsGiven)
        {
            _finishAtStart = AnthropicFinishReasons.Read(message.Slice(map.StopReason.Place.Start, map.StopReason.Place.Length)[1..^1]);
        }
    }

    private void TakeEnd(in AnthropicFrame frame)
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

        if (!frame.Delta.StopReason.IsEmpty)
        {
            _finish = AnthropicFinishReasons.Read(frame.Delta.StopReason);
            _stopSequence = frame.Delta.StopSequence.IsEmpty ? null : JsonText.CopyEscaped(frame.Delta.StopSequence).ToString();
        }
    }

    private void Stop(IChatEventSink sink)
    {
        _finish ??= _finishAtStart;
        if (_finish is null && _blocks.HasParts)
        {
            _finish = _blocks.HasCalls ? FinishReason.ToolCalls : FinishReason.Stop;
        }

        End(sink);
    }

    private void Complete(IChatEventSink sink)
    {
        EnsureStarted(sink);
        _blocks.EndAll(sink);
        IsEnded = true;
        var finish = _blocks.HasCalls || _finish != FinishReason.ToolCalls ? _finish!.Value : FinishReason.Stop;
        sink.Write(ChatEventSpan.Completed(new(finish, _usage, _stopSequence)));
    }

    private void Fail(UpstreamFailure failure, IChatEventSink sink)
    {
        EnsureStarted(sink);
        IsEnded = true;
        sink.Write(ChatEventSpan.Failed(new(failure)));
    }

    private void EnsureStarted(IChatEventSink sink)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            sink.Write(ChatEventSpan.Started(new(null, null, null, _usage)));
        }
    }
}
