using System.Buffers;
using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>Derives the events of parts (start, deltas, end) from Chat deltas, which have only kinds and indices of tool calls.</summary>
internal sealed class OpenAIChatPartTracker
{
    private readonly List<OpenAIChatCallTracker> _calls = [];
    private readonly OpenAIChatReasoningTracker _reasoning = new();
    private PartKind? _openKind;
    private int _openPart;
    private int _nextPart;

    public bool HasContent => _nextPart > 0 || HasCalls;

    public bool HasCalls => _calls.Count > 0;

    /// <summary>Adds text, reasoning or a refusal. A change of kind begins a new part.</summary>
    public void AddText(PartKind kind, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (text.IsEmpty)
        {
            return;
        }

        Open(kind, sink);
        sink.Write(ChatEventSpan.PartDelta(_openPart, text));
    }

    /// <summary>Adds reasoning and its shape.</summary>
    public void AddReasoning(string shape, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (!text.IsEmpty)
        {
            AddText(PartKind.Reasoning, text, sink);
            _reasoning.SetShape(shape);
        }
    }

    /// <summary>Records that the open reasoning part came in blocks of the content.</summary>
    public void MarkAsBlocks()
    {
        if (_openKind == PartKind.Reasoning)
        {
            _reasoning.SetShape(OpenAIChatReasoningShapes.Blocks);
        }
    }

    /// <summary>
    /// Adds <c>reasoning_details</c> to the open reasoning part. OpenRouter sends the signature in a detail without text (recording
    /// test_openrouter_streaming_reasoning).
    /// </summary>
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

    /// <summary>Adds a delta of a tool call. The call starts when its name is known; earlier arguments are buffered.</summary>
    public void AddCall(in OpenAIChatCallDelta delta, IChatEventSink sink)
    {
        if (delta.IsEmpty)
        {
            return;
        }

        var call = FindOrAdd(delta);
        // complete arguments may be followed by white space, which is dropped
        if (call.IsEnded)
        {
            return;
        }

        call.SetId(delta.Id);
        call.Track(delta.Arguments);
        if (!call.IsStarted && delta.Name.IsEmpty)
        {
            call.Buffer(delta.Arguments);
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

    /// <summary>Ends all open parts before the completed event.</summary>
    public void EndAll(IChatEventSink sink)
    {
        EndOpenPart(sink);
        foreach (var call in _calls)
        {
            // a call whose name never came still has to start before it can end
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
            EndCompleted(sink);
            _openKind = kind;
            _openPart = _nextPart++;
            sink.Write(ChatEventSpan.PartStarted(_openPart, kind));
        }
    }

    private void Start(OpenAIChatCallTracker call, ReadOnlySpan<byte> name, IChatEventSink sink)
    {
        EndCompleted(sink);
        call.Part = _nextPart++;
        var id = call.Id.Length > 0 ? call.Id : Encoding.UTF8.GetBytes(OpenAIChatIds.ForMissingCall(_calls.IndexOf(call)));
        sink.Write(ChatEventSpan.ToolCallStarted(call.Part, id, name));
        if (!call.BufferedArguments.IsEmpty)
        {
            sink.Write(ChatEventSpan.PartDelta(call.Part, call.BufferedArguments));
        }
    }

    /// <summary>
    /// Ends the open text and the calls with complete arguments. Protocols with one open part at a time, such as Anthropic's Messages,
    /// can then stream the next part without a buffer.
    /// </summary>
    private void EndCompleted(IChatEventSink sink)
    {
        EndOpenPart(sink);
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

    private void EndOpenPart(IChatEventSink sink)
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
    /// Returns the call that a delta continues or begins. NVIDIA Dynamo before ai-dynamo/dynamo#4723 and LiteLLM before
    /// BerriAI/litellm#16194 (Gemini) send index 0 for every parallel call, Mistral sends no index (recording mistral-tool-call): then a
    /// name begins a new call if another id comes with it or the call before it is complete.
    /// </summary>
    private OpenAIChatCallTracker FindOrAdd(in OpenAIChatCallDelta delta)
    {
        if (FindByPosition(delta) is { } positioned)
        {
            return positioned;
        }

        for (var index = _calls.Count - 1; index >= 0; index--)
        {
            if (Continues(_calls[index], delta))
            {
                return _calls[index];
            }
        }

        var call = new OpenAIChatCallTracker(delta.Index ?? _calls.Count);
        _calls.Add(call);
        return call;
    }

    /// <summary>Finds a call by the position in the frame, for deltas that have neither index nor id nor name.</summary>
    private OpenAIChatCallTracker? FindByPosition(in OpenAIChatCallDelta delta)
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

    private static bool Continues(OpenAIChatCallTracker call, in OpenAIChatCallDelta delta)
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

/// <summary>Collects the shape and the details of a reasoning part, with which it can return to its server.</summary>
internal sealed class OpenAIChatReasoningTracker
{
    private readonly ArrayBufferWriter<byte> _details = new();
    private string? _shape;

    /// <summary>Sets the member in which the text comes. The first value of a part counts.</summary>
    public void SetShape(string shape) => _shape ??= shape;

    /// <summary>Adds details.</summary>
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

    /// <summary>Returns the signature of the part, and resets the tracker for the next part.</summary>
    /// <returns>The signature; null for the default shape.</returns>
    public string? End()
    {
        var shape = _shape;
        if (_details.WrittenCount > 0)
        {
            _details.Write("]"u8);
            using var json = JsonBody.Parse(_details.WrittenSpan.ToArray());
            shape = shape is null || OpenAIChatReasoningDetails.HasSignature(json.Root) ? OpenAIChatReasoningDetails.Merge(json.Root) : shape;
        }

        _shape = null;
        _details.ResetWrittenCount();
        return shape is null ? null : OpenAIChatReasoningShapes.ToSignature(shape);
    }
}

/// <summary>
/// Merges the choices of a stream into one response: the first choice with text and the first choice with tool calls. GitHub Copilot
/// sends the text and the tool calls of Claude models in separate choices (HKUDS/nanobot#1555). Text of a later choice is ignored while
/// choice 0 is open and has no tool calls.
/// </summary>
internal sealed class OpenAIChatStreamChoices
{
    private readonly OpenAIChatPartTracker _parts = new();
    private int? _textChoice;
    private int? _callChoice;
    private bool _isFirstOpen;

    public bool HasContent => _parts.HasContent;

    public bool HasCalls => _parts.HasCalls;

    /// <summary>Gets the finish reason; null if there is none yet.</summary>
    public FinishReason? Finish { get; private set; }

    public void Add(int choice, in OpenAIChatDelta delta, ReadOnlySpan<byte> finish, IChatEventSink sink)
    {
        _isFirstOpen = choice == 0 ? finish.IsEmpty : _isFirstOpen;
        if (delta.HasText && CanAddText(choice) && (_textChoice ??= choice) == choice)
        {
            delta.WriteText(_parts, sink);
        }

        if (delta.HasCalls && (_callChoice ??= choice) == choice)
        {
            delta.WriteCalls(_parts, sink);
        }

        // only choices that are part of the response set its finish reason
        if (choice == (_textChoice ?? _callChoice ?? choice) || choice == _callChoice)
        {
            Finish = OpenAIChatFinishReasons.Read(finish) ?? Finish;
        }
    }

    public void EndAll(IChatEventSink sink) => _parts.EndAll(sink);

    private bool CanAddText(int choice) => choice == 0 || !_isFirstOpen || _callChoice == 0;
}
