using System.Buffers;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Tools;

/// <summary>
/// Stands between a decoder and the reader of its events, and makes the calls fit the request: names, ids, arguments in a string of their own, and calls of
/// tools that the provider ran itself. Events of anything but calls pass as they are.
/// </summary>
/// <param name="calls">What the request says about the calls.</param>
/// <param name="target">Receives the events.</param>
internal sealed class CallEvents(ResponseCalls calls, IChatEventSink target) : IChatEventSink
{
    // arguments in a string of their own are longer by their escapes alone
    private const int MaxHeld = 1024 * 1024;

    private readonly List<StreamedCall> _calls = [];
    private List<int>? _indices;
    private int _next;
    private bool _isCut;
    private string? _signature;

    public void Write(in ChatEventSpan span)
    {
        switch (span.Kind)
        {
            case ChatEventKind.PartStarted when span.PartKind == PartKind.ToolCall:
                Start(span);
                break;
            case ChatEventKind.PartStarted:
                if (span.PartKind is PartKind.Text or PartKind.Refusal)
                {
                    DropHeld();
                }

                Place(span.Index);
                Forward(span);
                break;
            case ChatEventKind.PartDelta when Find(span.Index) is { } call:
                Continue(call, span);
                break;
            case ChatEventKind.SignatureDelta when Find(span.Index) is { } call:
                call.Sign(MembersIn(span.Text));
                break;
            case ChatEventKind.SignatureDelta when CallSignature.IsOne(span.Text):
                _signature = MembersIn(span.Text);
                Forward(span);
                break;
            case ChatEventKind.PartEnded when Find(span.Index) is { } call:
                End(call);
                break;
            case ChatEventKind.Completed:
                Complete(span);
                break;
            default:
                Forward(span);
                break;
        }
    }

    private void Start(in ChatEventSpan span)
    {
        var call = new StreamedCall(span);
        call.Sign(_signature);
        _signature = null;
        _calls.Add(call);
        call.IsHeld = !calls.IsDeclared(call.Name);
        if (call.IsHeld)
        {
            _indices ??= [.. Enumerable.Range(0, _next)];
            _indices.Add(-1);
            return;
        }

        DropHeld();
        Place(span.Index);
        Begin(call);
    }

    private void Begin(StreamedCall call)
    {
        call.Id = calls.UniqueIdOf(call.Id);
        JsonText id = call.Id;
        JsonText name = call.Name;
        var start = ChatEventSpan.ToolCallStarted(call.Index, id.Escaped.Span, name.Escaped.Span);
        Forward(calls.Names is { } names ? names.Restore(start) : start);
    }

    private void Continue(StreamedCall call, in ChatEventSpan delta)
    {
        if (call.IsDropped)
        {
            return;
        }

        if (call.IsHeld || !(call.IsPlain || call.IsObject(delta.Text)))
        {
            call.Keep(delta.Text);
            if (call.Held.Length > MaxHeld)
            {
                PassOn(call);
            }

            return;
        }

        Flush(call);
        call.Track(delta.Text);
        Forward(call, delta.Text);
    }

    /// <summary>Lets a call pass as it is, because it is too long to be kept.</summary>
    private void PassOn(StreamedCall call)
    {
        if (call.IsHeld)
        {
            Release(call);
        }

        call.IsPlain = true;
        Flush(call);
    }

    /// <summary>Writes the white space that came before the object.</summary>
    private void Flush(StreamedCall call)
    {
        if (!call.Held.IsEmpty)
        {
            Forward(call, call.Held);
            call.Forget();
        }
    }

    private void End(StreamedCall call)
    {
        call.IsEnded = true;
        if (call.IsHeld || call.IsDropped)
        {
            return;
        }

        if (!call.Held.IsEmpty)
        {
            WriteHeld(call);
        }
        else
        {
            _isCut |= call.IsCut;
        }

        if (call.Signed() is { } signed)
        {
            calls.Remember(signed, call.Signature);
        }

        Forward(ChatEventSpan.PartEnded(call.Index));
    }

    private static string MembersIn(ReadOnlySpan<byte> signature) => CallSignature.MembersIn(JsonText.CopyEscaped(signature).ToString());

    /// <summary>Writes arguments that did not begin as an object: the object inside a string, or what else there is.</summary>
    private void WriteHeld(StreamedCall call)
    {
        if (JsonBlank.IsBlank(call.Held))
        {
            Forward(call, call.Held);
            return;
        }

        var read = ToolCallPart.FromText("", "", JsonText.CopyEscaped(call.Held).ToString());
        JsonText text = read.BrokenArguments ?? read.Arguments.ToString();
        _isCut |= ResponseCalls.IsCut(read);
        Forward(call, text.Escaped.Span);
    }

    private void Complete(in ChatEventSpan span)
    {
        if (_calls.Exists(static call => call is { IsHeld: false, IsDropped: false }))
        {
            DropHeld();
        }

        foreach (var call in _calls)
        {
            if (call is { IsHeld: true, IsDropped: false })
            {
                Release(call);
                End(call);
            }
            else if (call is { IsEnded: false, IsDropped: false })
            {
                End(call);
            }
        }

        var completed = span.AsCompleted;
        var finish = ResponseCalls.FinishOf(completed.Finish, _calls.Exists(static call => !call.IsDropped), _isCut);
        Forward(finish == completed.Finish ? span : ChatEventSpan.Completed(completed with { Finish = finish }));
    }

    /// <summary>Writes a call of a tool that nobody declared and after which the model said nothing: the caller can tell the model that there is none.</summary>
    private void Release(StreamedCall call)
    {
        call.IsHeld = false;
        _indices![call.Index] = _next++;
        Begin(call);
    }

    /// <summary>Leaves out the calls after which, or beside which, the model went on: the provider had run their tools.</summary>
    private void DropHeld()
    {
        foreach (var call in _calls)
        {
            if (call is { IsHeld: true, IsDropped: false })
            {
                call.IsDropped = true;
                calls.Drop();
            }
        }
    }

    private void Place(int index)
    {
        if (_indices is { } indices && index == indices.Count)
        {
            indices.Add(_next);
        }

        _next++;
    }

    private StreamedCall? Find(int index)
    {
        for (var at = _calls.Count - 1; at >= 0; at--)
        {
            if (_calls[at].Index == index)
            {
                return _calls[at];
            }
        }

        return null;
    }

    /// <summary>Forwards a piece of the arguments of a call.</summary>
    private void Forward(StreamedCall call, ReadOnlySpan<byte> arguments)
    {
        call.Collect(arguments);
        Forward(ChatEventSpan.PartDelta(call.Index, arguments));
    }

    private void Forward(in ChatEventSpan span)
    {
        if (_indices is null || span.Kind is ChatEventKind.Started or ChatEventKind.Completed or ChatEventKind.Failed)
        {
            target.Write(span);
            return;
        }

        var index = span.Index >= 0 && span.Index < _indices.Count ? _indices[span.Index] : span.Index;
        target.Write(span.Kind switch
        {
            ChatEventKind.PartStarted when span.PartKind == PartKind.ToolCall => ChatEventSpan.ToolCallStarted(index, span.CallId, span.Name),
            ChatEventKind.PartStarted when span.PartKind == PartKind.RedactedReasoning => ChatEventSpan.RedactedStarted(index, span.Text),
            ChatEventKind.PartStarted => ChatEventSpan.PartStarted(index, span.PartKind),
            ChatEventKind.PartDelta => ChatEventSpan.PartDelta(index, span.Text),
            ChatEventKind.SignatureDelta => ChatEventSpan.SignatureDelta(index, span.Text),
            _ => ChatEventSpan.PartEnded(index),
        });
    }
}

/// <summary>The state of one streamed call.</summary>
/// <param name="start">Its start.</param>
internal sealed class StreamedCall(in ChatEventSpan start)
{
    private ToolArgumentsTracker _arguments;
    private ArrayBufferWriter<byte>? _held;
    private ArrayBufferWriter<byte>? _collected;
    private bool _isObject;
    private bool _hasArguments;

    /// <summary>Gets the index of its part in the provider's stream.</summary>
    public int Index { get; } = start.Index;

    public string Id { get; set; } = JsonText.CopyEscaped(start.CallId).ToString();

    public string Name { get; } = JsonText.CopyEscaped(start.Name).ToString();

    /// <summary>Gets the members of its signature; null if it has none.</summary>
    public string? Signature { get; private set; }

    /// <summary>Gets or sets a value indicating whether the call waits, because nobody declared its tool.</summary>
    public bool IsHeld { get; set; }

    public bool IsDropped { get; set; }

    public bool IsEnded { get; set; }

    /// <summary>Gets or sets a value indicating whether the arguments pass as they are.</summary>
    public bool IsPlain { get; set; }

    /// <summary>Gets a value indicating whether the arguments are an object without its end.</summary>
    public bool IsCut => _isObject && !_arguments.IsComplete;

    /// <summary>Gets what is kept, escaped.</summary>
    public ReadOnlySpan<byte> Held => _held is null ? [] : _held.WrittenSpan;

    /// <summary>Returns true if the arguments are an object, as their first character says.</summary>
    /// <param name="next">The next piece of them, escaped.</param>
    public bool IsObject(ReadOnlySpan<byte> next) => _isObject = _isObject || (JsonBlank.IsBlank(Held) && JsonBlank.SkipBlank(next) is [(byte)'{', ..]);

    public void Track(ReadOnlySpan<byte> arguments) => _arguments.Add(arguments);

    public void Keep(ReadOnlySpan<byte> arguments) => (_held ??= new()).Write(arguments);

    public void Forget() => _held = null;

    /// <summary>Sets the signature. Arguments are collected from then on, so that one behind the first of them is not remembered.</summary>
    public void Sign(string? members)
    {
        if (Signature is null && members is not null && !_hasArguments)
        {
            (Signature, _collected) = (members, new());
        }
    }

    /// <summary>Collects arguments as the caller gets them, if the call is signed.</summary>
    public void Collect(ReadOnlySpan<byte> arguments)
    {
        _hasArguments = true;
        _collected?.Write(arguments);
    }

    /// <summary>Returns the call as its caller has it; null if it is not signed.</summary>
    public ToolCallPart? Signed() => _collected is null ? null : ToolCallPart.FromText(Id, Name, JsonText.CopyEscaped(_collected.WrittenSpan).ToString());
}
