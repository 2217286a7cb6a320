using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Tests.Protocols.Toy;

/// <summary>Decodes frames of the toy protocol into events.</summary>
public sealed class ToyDecoder : IStreamDecoder
{
    private bool _isStarted;

    // the last frame has everything, so that nothing follows a finish reason
    public bool IsFinishing => false;

    public bool IsEnded { get; private set; }

    public void Decode(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        if (IsEnded)
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(data.ToArray());
            Decode(document.RootElement, sink);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            Fail(sink, new UpstreamFailure(FailureKind.Malformed, "The toy babbles."));
        }
    }

    public void End(IChatEventSink sink)
    {
        if (!IsEnded)
        {
            Fail(sink, new UpstreamFailure(FailureKind.Cut, "The toy fell silent."));
        }
    }

    private void Decode(JsonElement frame, IChatEventSink sink)
    {
        if (ToyError.Find(frame) is { } failure)
        {
            Fail(sink, failure);
            return;
        }

        Start(sink);
        if (frame.TryGetProperty("bit", out var bit))
        {
            JsonText text = bit.GetString()!;
            sink.Write(ChatEventSpan.PartDelta(0, text.Escaped.Span));
            return;
        }

        sink.Write(ChatEventSpan.PartEnded(0));
        sink.Write(ChatEventSpan.Completed(new ChatEvent.Completed(ToyResponse.FinishOf(frame), ToyResponse.UsageOf(frame))));
        IsEnded = true;
    }

    private void Start(IChatEventSink sink)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            sink.Write(ChatEventSpan.Started(new ChatEvent.Started(null, null, null, null)));
            sink.Write(ChatEventSpan.PartStarted(0, PartKind.Text));
        }
    }

    private void Fail(IChatEventSink sink, UpstreamFailure failure)
    {
        IsEnded = true;
        sink.Write(ChatEventSpan.Failed(new ChatEvent.Failed(failure)));
    }
}

/// <summary>Observes frames of the toy protocol that pass through.</summary>
public sealed class ToyTap : IStreamTap
{
    private bool _hasContent;

    public TokenUsage? Usage { get; private set; }

    public FinishReason? Finish { get; private set; }

    public UpstreamFailure? Failure { get; private set; }

    public bool IsFinishing => false;

    public ReadOnlySpan<byte> MissingTerminal => default;

    public FrameVerdict Inspect(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        using var document = JsonDocument.Parse(data.ToArray());
        var frame = document.RootElement;
        if (ToyError.Find(frame) is { } failure)
        {
            Failure = failure;
            return new(IsFailure: true);
        }

        if (frame.TryGetProperty("bit", out _))
        {
            var isFirst = !_hasContent;
            _hasContent = true;
            return new(IsContent: isFirst);
        }

        (Finish, Usage) = (ToyResponse.FinishOf(frame), ToyResponse.UsageOf(frame));
        return new(IsContent: !_hasContent, IsTerminal: true);
    }

    public UpstreamFailure? End() => Finish is null && Failure is null ? Failure = new(FailureKind.Cut, "The toy fell silent.") : null;
}
