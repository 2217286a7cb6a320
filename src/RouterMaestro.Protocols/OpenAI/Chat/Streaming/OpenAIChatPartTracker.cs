using System.Buffers;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>Derives the events of parts (start, deltas, end) from Chat deltas, which have only kinds and indices of tool calls.</summary>
/// <param name="taggedCalls">Keeps text that may be tool calls; null if there are none in texts.</param>
internal sealed class OpenAIChatPartTracker(OpenAIChatTaggedText? taggedCalls)
{
    // the parts of the tracker are the calls; at most one other part is open
    private readonly StreamPartTracker<OpenAIChatCallTracker> _calls = new();
    private readonly OpenAIChatReasoningTracker _reasoning = new();
    private StreamPart? _open;
    private SurrogateJoiner _surrogates;

    public bool HasContent => _calls.HasParts || HasCalls;

    public bool HasCalls => !_calls.Parts.IsEmpty;

    /// <summary>Adds text, reasoning or a refusal. A change of kind begins a new part.</summary>
    public void AddText(PartKind kind, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (kind == PartKind.Text && taggedCalls is not null)
        {
            // what is held back is decoded, so that pairs are joined before
            text = taggedCalls.Add(_surrogates.Add(text));
        }

        if (text.IsEmpty)
        {
            return;
        }

        Open(kind, sink).Append(text, sink);
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
        if (_open?.Kind == PartKind.Reasoning)
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
        if (_open?.Kind != PartKind.Reasoning && (details.IndexOf("\"signature\":\""u8) >= 0 || details.IndexOf("\"data\":\""u8) >= 0))
        {
            Open(PartKind.Reasoning, sink);
        }

        if (_open?.Kind == PartKind.Reasoning)
        {
            _reasoning.Add(details);
        }
    }

    /// <summary>Adds what proves reasoning to be of the model. It comes after the reasoning, or alone.</summary>
    public void AddProof(string name, ReadOnlySpan<byte> proof, IChatEventSink sink)
    {
        Open(PartKind.Reasoning, sink);
        _reasoning.SetProof(name, JsonText.CopyEscaped(proof).ToString());
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
        AddSignature(call, delta, sink);
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
            call.Append(delta.Arguments, sink);
        }
    }

    /// <summary>Ends all open parts before the completed event.</summary>
    /// <param name="finish">The finish reason; null if there is none.</param>
    /// <param name="sink">Receives the events.</param>
    public void EndAll(FinishReason? finish, IChatEventSink sink)
    {
        if (taggedCalls is not null && _surrogates.End() is { IsEmpty: false } lone)
        {
            Open(PartKind.Text, sink).Append(taggedCalls.Add(lone), sink);
        }

        if (taggedCalls?.Take() is { } held)
        {
            AddHeld(held, isCalls: finish == FinishReason.ToolCalls && !HasCalls, sink);
        }

        EndOpenPart(sink);
        foreach (var call in _calls.Parts)
        {
            // a call whose name never came still has to start before it can end
            if (!call.IsStarted)
            {
                Start(call, [], sink);
            }

            call.End(sink);
        }
    }

    private void AddHeld(string held, bool isCalls, IChatEventSink sink)
    {
        var rest = held;
        var calls = isCalls ? OpenAIChatTaggedCalls.Find(held, out rest) : [];
        if (rest.Length > 0)
        {
            Open(PartKind.Text, sink).Append(JsonText.FromString(rest).Escaped.Span, sink);
        }

        foreach (var (index, call) in calls.Index())
        {
            AddCall(new() { Index = index, Name = JsonText.FromString(call.Name).Escaped.Span, Arguments = JsonText.FromString(call.Arguments).Escaped.Span }, sink);
        }
    }

    private StreamPart Open(PartKind kind, IChatEventSink sink)
    {
        if (_open is not null && _open.Kind == kind)
        {
            return _open;
        }

        EndCompleted(sink);
        _open = new OpenAIChatTextPart(kind);
        _calls.Start(_open, kind, sink);
        return _open;
    }

    /// <summary>Keeps the signature of a call until it starts. One that comes later has no place before the call any more, and is told of the call itself.</summary>
    private static void AddSignature(OpenAIChatCallTracker call, in OpenAIChatCallDelta delta, IChatEventSink sink)
    {
        if (delta.SignatureMember is not { } member || call.Signature is not null || OpenAIChatCallSignatures.Of(member, delta.Signature) is not { } signature)
        {
            return;
        }

        call.Signature = signature;
        if (call.IsStarted)
        {
            sink.Write(ChatEventSpan.SignatureDelta(call.Part, JsonText.FromString(signature).Escaped.Span));
        }
    }

    private void Start(OpenAIChatCallTracker call, ReadOnlySpan<byte> name, IChatEventSink sink)
    {
        EndCompleted(sink);
        if (call.Signature is { } signature)
        {
            var proof = new OpenAIChatTextPart(PartKind.Reasoning);
            _calls.Start(proof, PartKind.Reasoning, sink);
            proof.Sign(JsonText.FromString(signature).Escaped.Span, sink);
            proof.End(sink);
        }

        _calls.StartCall(call, call.Id, name, sink);
        if (!call.BufferedArguments.IsEmpty)
        {
            call.Append(call.BufferedArguments, sink);
        }
    }

    /// <summary>
    /// Ends the open text and the calls with complete arguments. Protocols with one open part at a time, such as Anthropic's Messages,
    /// can then stream the next part without a buffer.
    /// </summary>
    private void EndCompleted(IChatEventSink sink)
    {
        EndOpenPart(sink);
        foreach (var call in _calls.Parts)
        {
            if (call.IsComplete)
            {
                call.End(sink);
            }
        }
    }

    private void EndOpenPart(IChatEventSink sink)
    {
        if (_open is { Kind: PartKind.Reasoning } && _reasoning.End() is { } signature)
        {
            _open.Sign(JsonText.FromString(signature).Escaped.Span, sink);
        }

        _open?.End(sink);
        _open = null;
    }

    /// <summary>Returns the call that a delta continues or begins.</summary>
    private OpenAIChatCallTracker FindOrAdd(in OpenAIChatCallDelta delta)
    {
        var calls = _calls.Parts;
        var at = OpenAIChatCallMatching.Find(calls, delta);
        return at >= 0 ? calls[at] : _calls.Add(new OpenAIChatCallTracker(delta.Index ?? calls.Length, delta.Choice));
    }
}

/// <summary>A part of text, reasoning or a refusal.</summary>
/// <param name="kind">Its kind.</param>
internal sealed class OpenAIChatTextPart(PartKind kind) : StreamPart(kind);

/// <summary>Collects the shape and the details of a reasoning part, with which it can return to its server.</summary>
internal sealed class OpenAIChatReasoningTracker
{
    private readonly ArrayBufferWriter<byte> _details = new();
    private string? _shape;
    private (string Name, string Value)? _proof;

    /// <summary>Sets what proves the part to be of the model.</summary>
    public void SetProof(string name, string value) => _proof ??= (name, value);

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

        else if (_proof is { } proof)
        {
            shape = OpenAIChatReasoningShapes.WithProof(shape ?? OpenAIChatReasoningShapes.Default, proof.Name, proof.Value);
        }

        (_shape, _proof) = (null, null);
        _details.ResetWrittenCount();
        return shape is null ? null : OpenAIChatReasoningShapes.ToSignature(shape);
    }
}

/// <summary>
/// Merges the choices of a stream into one response: the first choice with text and the first choice with tool calls. GitHub Copilot
/// sends the text and the tool calls of Claude models in separate choices (HKUDS/nanobot#1555). Text of a later choice is ignored while
/// choice 0 is open and has no tool calls.
/// </summary>
/// <param name="hasCallsInText">Whether tool calls may come as text.</param>
/// <param name="merges">Whether each choice with tool calls is a piece of the response: Copilot sends parallel calls in choices of their own.</param>
internal sealed class OpenAIChatStreamChoices(bool merges, bool hasCallsInText)
{
    private readonly OpenAIChatPartTracker _parts = new(hasCallsInText ? new() : null);
    private int? _textChoice;
    private int? _callChoice;
    private bool _isFirstOpen;
    private ulong _withContent;
    private ulong _ended;

    public bool HasContent => _parts.HasContent;

    /// <summary>Gets a value indicating whether there is a finish reason and each choice with content has its own.</summary>
    public bool IsWhole => Finish is not null && (_withContent & ~_ended) == 0;

    public bool HasCalls => _parts.HasCalls;

    /// <summary>Gets the finish reason; null if there is none yet.</summary>
    public FinishReason? Finish { get; private set; }

    public void Add(int choice, in OpenAIChatDelta delta, ReadOnlySpan<byte> finish, IChatEventSink sink)
    {
        finish = delta.EndsSpeech && finish.IsEmpty ? "stop"u8 : finish;
        Follow(choice, delta, isEnd: !finish.IsEmpty);
        _isFirstOpen = choice == 0 ? finish.IsEmpty : _isFirstOpen;
        if (delta.HasText && CanAddText(choice) && (_textChoice ??= choice) == choice)
        {
            delta.WriteText(_parts, sink);
        }

        if (delta.HasCalls && ((_callChoice ??= choice) == choice || merges))
        {
            delta.WriteCalls(_parts, merges ? choice : 0, sink);
        }

        // only choices that are part of the response set its finish reason
        if (choice == (_textChoice ?? _callChoice ?? choice) || choice == _callChoice)
        {
            Finish = OpenAIChatFinishReasons.Read(finish) ?? Finish;
        }
    }

    public void EndAll(IChatEventSink sink) => _parts.EndAll(Finish, sink);

    private void Follow(int choice, in OpenAIChatDelta delta, bool isEnd)
    {
        var bit = choice < 64 ? 1UL << choice : 1;
        _withContent |= delta.HasText || delta.HasCalls ? bit : 0;
        _ended |= isEnd ? bit : 0;
    }

    private bool CanAddText(int choice) => choice == 0 || !_isFirstOpen || _callChoice == 0;
}
