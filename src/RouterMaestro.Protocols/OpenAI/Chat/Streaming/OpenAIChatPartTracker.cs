using System.Buffers;
using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>Makes a legal script of parts out of deltas that name no parts: only kinds, and indices of tool calls.</summary>
internal sealed class OpenAIChatPartTracker
{
    private readonly List<OpenAIChatCallTracker> _calls = [];
    private readonly OpenAIChatReasoningTracker _reasoning = new();
    private PartKind? _openKind;
    private int _openPart;
    private int _nextPart;

    public bool HasContent => _nextPart > 0 || HasCalls;

    public bool HasCalls => _calls.Count > 0;

    /// <summary>Takes a piece of text, reasoning or refusal. A change of kind begins a new part.</summary>
    public void AddText(PartKind kind, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (text.IsEmpty)
        {
            return;
        }

        Open(kind, sink);
        sink.Write(ChatEventSpan.PartDelta(_openPart, text));
    }

    /// <summary>Takes a piece of reasoning, with the shape in which it comes.</summary>
    public void AddReasoning(string shape, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (!text.IsEmpty)
        {
            AddText(PartKind.Reasoning, text, sink);
            _reasoning.Note(shape);
        }
    }

    /// <summary>Notes that the reasoning that was just told came as blocks of the content.</summary>
    public void NoteBlocks()
    {
        if (_openKind == PartKind.Reasoning)
        {
            _reasoning.Note(OpenAIChatReasoningShapes.Blocks);
        }
    }

    /// <summary>Takes a piece of the details of reasoning, whose text has been told. Some are nothing but a seal.</summary>
    public void AddDetails(ReadOnlySpan<byte> details, IChatEventSink sink)
    {
        if (_openKind != PartKind.Reasoning && (details.IndexOf("\"signature\":\""u8) >= 0 || details.IndexOf("\"data\":\""u8) >= 0))
        {
            Open(PartKind.Reasoning, sink);
        }

        if (_openKind == PartKind.Reasoning)
        {
            _reasoning.Add(details);
        }
    }

    /// <summary>Takes a piece of a tool call.</summary>
    public void AddCall(in OpenAIChatCallDelta delta, IChatEventSink sink)
    {
        if (delta.IsEmpty)
        {
            return;
        }

        var call = Resolve(delta);
        if (call.IsEnded)
        {
            return;
        }

        call.Identify(delta.Id);
        call.Watch(delta.Arguments);
        if (!call.IsStarted && delta.Name.IsEmpty)
        {
            call.Keep(delta.Arguments);
            return;
        }

        if (!call.IsStarted)
        {
            Start(call, delta.Name, sink);
        }

        if (!delta.Arguments.IsEmpty)
        {
            sink.Write(ChatEventSpan.PartDelta(call.Part, delta.Arguments));
        }
    }

    /// <summary>Ends all that is open, so that the answer can be completed.</summary>
    public void EndAll(IChatEventSink sink)
    {
        EndText(sink);
        foreach (var call in _calls)
        {
            if (!call.IsStarted)
            {
                Start(call, [], sink);
            }

            End(call, sink);
        }
    }

    private void Open(PartKind kind, IChatEventSink sink)
    {
        if (_openKind != kind)
        {
            EndWhatIsWhole(sink);
            _openKind = kind;
            _openPart = _nextPart++;
            sink.Write(ChatEventSpan.PartStarted(_openPart, kind));
        }
    }

    private void Start(OpenAIChatCallTracker call, ReadOnlySpan<byte> name, IChatEventSink sink)
    {
        EndWhatIsWhole(sink);
        call.Part = _nextPart++;
        var id = call.Id.Length > 0 ? call.Id : Encoding.UTF8.GetBytes(OpenAIChatIds.ForMissing(_calls.IndexOf(call)));
        sink.Write(ChatEventSpan.ToolCallStarted(call.Part, id, name));
        if (!call.Early.IsEmpty)
        {
            sink.Write(ChatEventSpan.PartDelta(call.Part, call.Early));
        }
    }

    /// <summary>
    /// Ends the text, and the calls that are told to the end: dialects with one open part at a time can then pass on the next
    /// part as it comes.
    /// </summary>
    private void EndWhatIsWhole(IChatEventSink sink)
    {
        EndText(sink);
        foreach (var call in _calls)
        {
            if (call is { IsStarted: true, IsComplete: true })
            {
                End(call, sink);
            }
        }
    }

    private static void End(OpenAIChatCallTracker call, IChatEventSink sink)
    {
        if (!call.IsEnded)
        {
            call.IsEnded = true;
            sink.Write(ChatEventSpan.PartEnded(call.Part));
        }
    }

    private void EndText(IChatEventSink sink)
    {
        if (_openKind is not null)
        {
            if (_openKind == PartKind.Reasoning && _reasoning.End() is { } signature)
            {
                sink.Write(ChatEventSpan.SignatureDelta(_openPart, JsonText.FromString(signature).Escaped.Span));
            }

            _openKind = null;
            sink.Write(ChatEventSpan.PartEnded(_openPart));
        }
    }

    /// <summary>
    /// Finds the call that a delta carries on. Some servers give every call the same index, or none: then a new name tells a new
    /// call, when another id comes with it or the call before is told to the end.
    /// </summary>
    private OpenAIChatCallTracker Resolve(in OpenAIChatCallDelta delta)
    {
        if (FindAt(delta) is { } placed)
        {
            return placed;
        }

        for (var at = _calls.Count - 1; at >= 0; at--)
        {
            if (CarriesOn(_calls[at], delta))
            {
                return _calls[at];
            }
        }

        var call = new OpenAIChatCallTracker(delta.Index ?? _calls.Count);
        _calls.Add(call);
        return call;
    }

    /// <summary>Finds the call whose pieces come at a place, where that is all that tells them apart.</summary>
    private OpenAIChatCallTracker? FindAt(in OpenAIChatCallDelta delta)
    {
        if (delta.Position is null || !delta.Id.IsEmpty || !delta.Name.IsEmpty)
        {
            return null;
        }

        foreach (var call in _calls)
        {
            if (call.Key == delta.Position && !call.IsComplete)
            {
                return call;
            }
        }

        return null;
    }

    private static bool CarriesOn(OpenAIChatCallTracker call, in OpenAIChatCallDelta delta)
    {
        var sameId = !delta.Id.IsEmpty && delta.Id.SequenceEqual(call.Id);
        if (delta.Index is not null)
        {
            var isOther = !delta.Id.IsEmpty && call.Id.Length > 0;
            var isNext = call.IsComplete && !delta.Arguments.IsEmpty;
            return delta.Index == call.Key && (sameId || delta.Name.IsEmpty || !(isOther || isNext));
        }

        return sameId || (delta.Id.IsEmpty && (delta.Name.IsEmpty || !call.IsStarted));
    }
}

/// <summary>What a stream tells of a thought besides its text: how the server wants it back.</summary>
internal sealed class OpenAIChatReasoningTracker
{
    private readonly ArrayBufferWriter<byte> _details = new();
    private string? _shape;

    /// <summary>Notes the member in which the text comes.</summary>
    public void Note(string shape) => _shape ??= shape;

    /// <summary>Takes a piece of the details.</summary>
    /// <param name="details">The JSON array.</param>
    public void Add(ReadOnlySpan<byte> details)
    {
        var inner = details[1..^1].Trim(" \t\r\n"u8);
        if (!inner.IsEmpty)
        {
            _details.Write(_details.WrittenCount == 0 ? "["u8 : ","u8);
            _details.Write(inner);
        }
    }

    /// <summary>Makes the seal of the whole thought, and begins anew.</summary>
    /// <returns>The seal; null when it goes back in the usual shape.</returns>
    public string? End()
    {
        var shape = _shape;
        if (_details.WrittenCount > 0)
        {
            _details.Write("]"u8);
            using var json = JsonBody.Parse(_details.WrittenSpan.ToArray());
            shape = shape is null || OpenAIChatReasoningDetails.AreSigned(json.Root) ? OpenAIChatReasoningDetails.Merge(json.Root) : shape;
        }

        _shape = null;
        _details.ResetWrittenCount();
        return shape is null ? null : OpenAIChatReasoningShapes.SignatureOf(shape);
    }
}

/// <summary>
/// Makes one answer out of a stream's choices. Some servers spread it over several, text in one and tool calls in another: the
/// first with text and the first with calls make it up. As long as the first of all may
/// yet tell text, no other is taken for it.
/// </summary>
internal sealed class OpenAIChatStreamChoices
{
    private readonly OpenAIChatPartTracker _parts = new();
    private int? _textChoice;
    private int? _callChoice;
    private bool _isFirstOpen;

    public bool HasContent => _parts.HasContent;

    public bool HasCalls => _parts.HasCalls;

    /// <summary>Gets why the answer ended; null when that has not been said.</summary>
    public FinishReason? Finish { get; private set; }

    public void Add(int choice, in OpenAIChatDelta delta, ReadOnlySpan<byte> finish, IChatEventSink sink)
    {
        _isFirstOpen = choice == 0 ? finish.IsEmpty : _isFirstOpen;
        if (delta.HasText && MayTell(choice) && (_textChoice ??= choice) == choice)
        {
            delta.WriteText(_parts, sink);
        }

        if (delta.HasCalls && (_callChoice ??= choice) == choice)
        {
            delta.WriteCalls(_parts, sink);
        }

        if (choice == (_textChoice ?? _callChoice ?? choice) || choice == _callChoice)
        {
            Finish = OpenAIChatFinishReasons.Read(finish) ?? Finish;
        }
    }

    public void EndAll(IChatEventSink sink) => _parts.EndAll(sink);

    private bool MayTell(int choice) => choice == 0 || !_isFirstOpen || _callChoice == 0;
}
