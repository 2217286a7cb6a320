using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Streaming;

/// <summary>Decodes a stream into a valid sequence of events: one start, then the parts, then one end.</summary>
internal abstract class StreamDecoder : IStreamDecoder
{
    public abstract bool IsFinishing { get; }

    public bool IsEnded { get; private set; }

    protected bool IsStarted { get; private set; }

    /// <summary>Gets a value indicating whether the response has begun, so that its end would be a cut.</summary>
    protected abstract bool HasContent { get; }

    /// <summary>Gets the usage that has come so far; null if none has.</summary>
    protected virtual TokenUsage? Usage => null;

    public abstract void Decode(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink);

    public virtual void End(IChatEventSink sink)
    {
        if (!IsEnded)
        {
            Fail(StreamFailures.Unfinished(HasContent), sink);
        }
    }

    /// <summary>Reads a frame; the stream fails if that throws because the frame is not JSON, or has a text that is no string.</summary>
    protected void TryRead(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        if (!Utf8.IsValid(data))
        {
            Reject(sink);
            return;
        }

        try
        {
            Read(eventName, data, sink);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Reject(sink);
        }
    }

    /// <summary>Reads a frame.</summary>
    /// <exception cref="JsonException">The data is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A string in the data is not valid.</exception>
    protected abstract void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink);

    /// <summary>Gets a value indicating whether all of the response has come, so that invalid data behind it is ignored.</summary>
    protected abstract bool IsWhole { get; }

    /// <summary>Fails the stream for a frame that is not valid, unless the response is whole.</summary>
    protected void Reject(IChatEventSink sink)
    {
        if (!IsWhole)
        {
            Fail(StreamFailures.Malformed(), sink);
        }
    }

    /// <summary>Creates the start of a stream whose first frame says nothing about the response.</summary>
    protected abstract ChatEvent.Started CreateStart();

    protected void EnsureStarted(IChatEventSink sink)
    {
        if (!IsStarted)
        {
            Start(CreateStart(), sink);
        }
    }

    protected void Start(ChatEvent.Started started, IChatEventSink sink)
    {
        IsStarted = true;
        sink.Write(ChatEventSpan.Started(started));
    }

    protected void Complete(ChatEvent.Completed completed, IChatEventSink sink)
    {
        IsEnded = true;
        sink.Write(ChatEventSpan.Completed(completed));
    }

    protected void Fail(UpstreamFailure failure, IChatEventSink sink)
    {
        EnsureStarted(sink);
        IsEnded = true;
        sink.Write(ChatEventSpan.Failed(new(failure) { Usage = Usage }));
    }
}
