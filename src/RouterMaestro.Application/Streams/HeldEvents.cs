using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Streams;

/// <summary>
/// Events held back until a response is committed, as bytes: the records of a stream of short pieces would take several times its size.
/// </summary>
/// <param name="budget">Counts the memory.</param>
internal sealed class HeldEvents(MemoryBudget budget) : IDisposable
{
    private readonly BlockBuffer _bytes = new(budget);
    private Queue<ChatEvent>? _records;

    /// <summary>Gets a value indicating whether there are no events.</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>Gets the number of bytes.</summary>
    public long Length => _bytes.Length;

    /// <summary>Adds a copy of an event.</summary>
    public void Add(in ChatEventSpan span)
    {
        if (span.Kind is ChatEventKind.Started or ChatEventKind.Completed or ChatEventKind.Failed)
        {
            (_records ??= new()).Enqueue(span.ToEvent());
        }

        var head = new Head(span.Kind, span.PartKind, span.Index, span.Text.Length, span.CallId.Length, span.Name.Length);
        var size = Unsafe.SizeOf<Head>() + head.Text + head.CallId + head.Name;

        // one piece, so that no event lies in two blocks
        var target = _bytes.GetSpan(size);
        MemoryMarshal.Write(target, in head);
        target = target[Unsafe.SizeOf<Head>()..];
        span.Text.CopyTo(target);
        span.CallId.CopyTo(target[head.Text..]);
        span.Name.CopyTo(target[(head.Text + head.CallId)..]);
        _bytes.Advance(size);
    }

    /// <summary>Removes some of the events, the first ones, and releases their memory.</summary>
    /// <param name="sink">Receives the events.</param>
    public void Drain(IChatEventSink sink)
    {
        var unread = _bytes.First.Span;
        while (!unread.IsEmpty)
        {
            var head = MemoryMarshal.Read<Head>(unread);
            var text = unread.Slice(Unsafe.SizeOf<Head>(), head.Text);
            var more = unread[(Unsafe.SizeOf<Head>() + head.Text)..];
            sink.Write(Read(head, text, more[..head.CallId], more.Slice(head.CallId, head.Name)));
            unread = more[(head.CallId + head.Name)..];
        }

        _bytes.RemoveFirst();
    }

    /// <inheritdoc />
    public void Dispose() => _bytes.Dispose();

    private ChatEventSpan Read(in Head head, ReadOnlySpan<byte> text, ReadOnlySpan<byte> callId, ReadOnlySpan<byte> name) => head.Kind switch
    {
        ChatEventKind.PartStarted when head.Part == PartKind.ToolCall => ChatEventSpan.ToolCallStarted(head.Index, callId, name),
        ChatEventKind.PartStarted when head.Part == PartKind.RedactedReasoning => ChatEventSpan.RedactedStarted(head.Index, text),
        ChatEventKind.PartStarted => ChatEventSpan.PartStarted(head.Index, head.Part),
        ChatEventKind.PartDelta => ChatEventSpan.PartDelta(head.Index, text),
        ChatEventKind.SignatureDelta => ChatEventSpan.SignatureDelta(head.Index, text),
        ChatEventKind.PartEnded => ChatEventSpan.PartEnded(head.Index),
        _ => _records!.Dequeue() switch
        {
            ChatEvent.Started started => ChatEventSpan.Started(started),
            ChatEvent.Completed completed => ChatEventSpan.Completed(completed),
            var failed => ChatEventSpan.Failed((ChatEvent.Failed)failed),
        },
    };

    /// <summary>The beginning of an event, before its texts; the numbers are their lengths.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Head(ChatEventKind Kind, PartKind Part, int Index, int Text, int CallId, int Name);
}
