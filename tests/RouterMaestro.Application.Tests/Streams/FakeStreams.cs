using System.Buffers;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Tests.Streams;

/// <summary>A stream of events that arrives in batches.</summary>
internal sealed class FakeEventStream(ChatEvent[] events, int batch) : EventStream
{
    private int _read;

    public bool IsDisposed { get; private set; }

    public override TokenUsage? Usage => null;

    public override FinishReason? Finish => _read == events.Length ? (events[^1] as ChatEvent.Completed)?.Finish : null;

    public override UpstreamFailure? Failure => null;

    public override ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => new(_read < events.Length);

    public override void Drain(IChatEventSink sink)
    {
        for (var end = Math.Min(_read + batch, events.Length); _read < end; _read++)
        {
            sink.Write(events[_read]);
        }
    }

    public override ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return base.DisposeAsync();
    }
}

/// <summary>A passthrough stream whose frames arrive in batches.</summary>
internal sealed class FakePassthroughStream(IReadOnlyList<byte[]> frames, int batch) : PassthroughStream
{
    private int _read;

    public override TokenUsage? Usage => null;

    public override FinishReason? Finish => _read == frames.Count ? FinishReason.Stop : null;

    public override UpstreamFailure? Failure => null;

    public override bool IsFailureForwarded => false;

    public override ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => new(_read < frames.Count);

    public override void Drain(IBufferWriter<byte> output)
    {
        for (var end = Math.Min(_read + batch, frames.Count); _read < end; _read++)
        {
            output.Write(frames[_read]);
        }
    }
}

/// <summary>A whole passthrough response.</summary>
internal sealed class FakePassthroughResponse(byte[] body) : PassthroughResponse
{
    public override TokenUsage? Usage => null;

    public override FinishReason? Finish => FinishReason.Stop;

    public override int Length => body.Length;

    public override void WriteTo(IBufferWriter<byte> output) => output.Write(body);
}

/// <summary>Keeps events as records.</summary>
internal sealed class EventList : IChatEventSink
{
    public List<ChatEvent> Events { get; } = [];

    public void Write(in ChatEventSpan span) => Events.Add(span.ToEvent());
}
