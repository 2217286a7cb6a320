using System.Runtime.InteropServices;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Streaming;

/// <summary>
/// Tracks the parts of one stream. They are numbered in the order in which they start; each starts and ends once, even if the provider
/// omits or repeats a frame.
/// </summary>
/// <typeparam name="TPart">The parts, with what the protocol knows them by.</typeparam>
internal sealed class StreamPartTracker<TPart>
    where TPart : StreamPart
{
    private readonly List<TPart> _parts = [];
    private int _next;

    /// <summary>Gets a value indicating whether any part has started.</summary>
    public bool HasParts => _next > 0;

    /// <summary>Gets a value indicating whether any call has started.</summary>
    public bool HasCalls { get; private set; }

    /// <summary>Gets the added parts, in the order in which they were added. It is valid until the next one is added.</summary>
    public ReadOnlySpan<TPart> Parts => CollectionsMarshal.AsSpan(_parts);

    /// <summary>Adds a part, which has not started yet.</summary>
    public TPart Add(TPart part)
    {
        _parts.Add(part);
        return part;
    }

    /// <summary>Starts a part of text, reasoning or a refusal.</summary>
    public void Start(StreamPart part, PartKind kind, IChatEventSink sink)
    {
        part.Number(_next++);
        sink.Write(ChatEventSpan.PartStarted(part.Part, kind));
    }

    /// <summary>Starts a call.</summary>
    public void StartCall(StreamPart part, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, IChatEventSink sink)
    {
        HasCalls = true;
        part.Number(_next++);
        sink.Write(ChatEventSpan.ToolCallStarted(part.Part, id, name));
    }

    /// <summary>Starts redacted reasoning, which has no deltas.</summary>
    public void StartRedacted(StreamPart part, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        part.Number(_next++);
        sink.Write(ChatEventSpan.RedactedStarted(part.Part, data));
    }

    /// <summary>Ends all open parts.</summary>
    public void EndAll(IChatEventSink sink)
    {
        foreach (var part in Parts)
        {
            part.End(sink);
        }
    }
}

/// <summary>A part of a stream.</summary>
/// <param name="kind">Its kind.</param>
internal abstract class StreamPart(PartKind kind)
{
    private SurrogateJoiner _surrogates;

    public PartKind Kind => kind;

    /// <summary>Gets its index among the parts of the response; -1 before it starts.</summary>
    public int Part { get; private set; } = -1;

    public bool IsStarted => Part >= 0;

    public bool IsEnded { get; private set; }

    public bool IsOpen => IsStarted && !IsEnded;

    /// <summary>Gets a value indicating whether it has had text or arguments.</summary>
    public bool HasText { get; private set; }

    /// <summary>Numbers the part when it starts.</summary>
    public void Number(int part) => Part = part;

    /// <summary>Writes a piece of text or arguments.</summary>
    public void Append(ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        HasText = true;
        Write(_surrogates.Add(text), sink);
    }

    /// <summary>Writes a piece of a signature.</summary>
    public void Sign(ReadOnlySpan<byte> signature, IChatEventSink sink)
    {
        Write(_surrogates.End(), sink);
        sink.Write(ChatEventSpan.SignatureDelta(Part, signature));
    }

    /// <summary>Ends the part if it is open.</summary>
    public void End(IChatEventSink sink)
    {
        if (IsOpen)
        {
            OnEnding(sink);
            Write(_surrogates.End(), sink);
            IsEnded = true;
            sink.Write(ChatEventSpan.PartEnded(Part));
        }
    }

    /// <summary>Writes what the part still lacks before its end.</summary>
    protected virtual void OnEnding(IChatEventSink sink)
    {
    }

    private void Write(ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (!text.IsEmpty)
        {
            sink.Write(ChatEventSpan.PartDelta(Part, text));
        }
    }
}
