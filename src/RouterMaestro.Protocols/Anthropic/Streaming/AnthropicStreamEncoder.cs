using System.Buffers;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Errors;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Signatures;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.Anthropic.Streaming;

/// <summary>
/// Writes events as Anthropic's frames. The protocol allows one open block at a time: deltas of that part are written at once, deltas
/// of other open parts are buffered until it ends.
/// </summary>
internal sealed class AnthropicStreamEncoder(ResponseOptions options) : StreamEncoder
{
    private readonly AnthropicOpenBlock _open = new(options.Identity);
    private readonly List<AnthropicWaitingPart> _waiting = [];
    private TokenUsage? _usage;
    private bool _hasParts;
    private bool _hasCalls;

    public override IBufferWriter<byte> Output { get; set; } = null!;

    protected override void Start(TokenUsage? usage)
    {
        // a provider that never tells leaves the estimate: clients that take the last figure would see an empty prompt
        _usage = HasInput(usage) ? usage! : new(options.EstimateInput?.Invoke() ?? 0, 0, 0, 0, 0);
        AnthropicFrames.MessageStart(Output, options.Identity, _usage);
    }

    /// <summary>
    /// Returns true if a provider has counted the prompt. Others do so at the end, but Claude Code reads the number at the start (router-for-me/CLIProxyAPI#1700,
    /// anthropics/claude-code#22575), so that it gets an estimate there; the exact one follows in message_delta.
    /// </summary>
    private static bool HasInput(TokenUsage? usage) => usage is not null && usage.Input + usage.CacheRead + usage.CacheWrite + usage.CacheWriteHour > 0;

    protected override void Open(in ChatEventSpan start)
    {
        if (!options.ShowReasoning && start.PartKind is PartKind.Reasoning or PartKind.RedactedReasoning)
        {
            return;
        }

        _hasCalls |= start.PartKind == PartKind.ToolCall;
        BeginWithReasoning(start.PartKind);
        if (_open.IsOpen)
        {
            _waiting.Add(new(start));
        }
        else
        {
            _open.Open(Output, start);
        }
    }

    protected override void Continue(in ChatEventSpan delta)
    {
        if (_open.Holds(delta.Index))
        {
            _open.Continue(Output, delta);
        }
        else
        {
            FindWaiting(delta.Index)?.Append(delta);
        }
    }

    // signatures are deltas of their blocks
    protected override void Sign(in ChatEventSpan delta) => Continue(delta);

    protected override void End(int index)
    {
        if (!_open.Holds(index))
        {
            if (FindWaiting(index) is { } part)
            {
                part.IsEnded = true;
            }

            return;
        }

        _open.Close(Output);
        while (!_open.IsOpen && _waiting.Count > 0)
        {
            OpenNext();
        }
    }

    protected override void EndAll(ChatEvent.Completed completed)
    {
        _waiting.ForEach(p => p.IsEnded = true);
        if (_open.IsOpen)
        {
            End(_open.Index);
        }
    }

    protected override void Complete(ChatEvent.Completed completed) =>
        AnthropicFrames.MessageEnd(Output, completed, completed.Usage ?? _usage ?? TokenUsage.Zero, _hasCalls);

    protected override void Fail(UpstreamFailure failure) =>
        Output.Write(AnthropicErrors.Write(options.Identity.ErrorOf(failure) with { RequestId = options.RequestId }).Frame.Span);

    /// <summary>See <see cref="AnthropicBlocks.HiddenReasoning"/>.</summary>
    private void BeginWithReasoning(PartKind first)
    {
        if (_hasParts)
        {
            return;
        }

        _hasParts = true;
        if (options is { HidesReasoning: true, ShowReasoning: true } && first is not (PartKind.Reasoning or PartKind.RedactedReasoning))
        {
            _open.Open(Output, ChatEventSpan.PartStarted(-1, PartKind.Reasoning));
            _open.Close(Output);
        }
    }

    private void OpenNext()
    {
        var part = _waiting[0];
        _waiting.RemoveAt(0);
        _open.Open(Output, part);
        if (part.IsEnded)
        {
            _open.Close(Output);
        }
    }

    private AnthropicWaitingPart? FindWaiting(int index) => _waiting.Find(p => p.Index == index);
}

/// <summary>Represents the open block of a stream, with the bytes before each of its deltas.</summary>
/// <param name="identity">The identity of the response.</param>
internal sealed class AnthropicOpenBlock(ResponseIdentity identity)
{
    private readonly byte[] _head = new byte[AnthropicFrames.MaxHead];
    private int _headLength;
    private int _block = -1;
    private PartKind _kind;
    private bool _hasArguments;
    private bool _isSigned;

    public bool IsOpen { get; private set; }

    /// <summary>Gets the index of the part of the block.</summary>
    public int Index { get; private set; }

    public bool Holds(int index) => IsOpen && Index == index;

    public void Open(IBufferWriter<byte> output, in ChatEventSpan start)
    {
        Enter(start.Index, start.PartKind);
        if (_kind == PartKind.ToolCall)
        {
            AnthropicFrames.ToolStart(output, _block, AnthropicIds.Call(start.CallId), start.Name);
        }
        else
        {
            AnthropicFrames.BlockStart(output, _block, _kind, start.Text);
        }
    }

    public void Open(IBufferWriter<byte> output, AnthropicWaitingPart part)
    {
        Open(output, part.ToStart());
        Continue(output, ChatEventSpan.PartDelta(part.Index, part.Text));
        Continue(output, ChatEventSpan.SignatureDelta(part.Index, part.Signature));
    }

    public void Continue(IBufferWriter<byte> output, in ChatEventSpan delta)
    {
        if (delta.Text.IsEmpty)
        {
            return;
        }

        if (delta.Kind == ChatEventKind.SignatureDelta)
        {
            _isSigned = true;
            Sign(output, delta.Text);
            return;
        }

        _hasArguments = _hasArguments || !JsonBlank.IsBlank(delta.Text);
        output.Write(_head.AsSpan(0, _headLength), delta.Text, AnthropicFrames.DeltaTail);
    }

    public void Close(IBufferWriter<byte> output)
    {
        if (_kind == PartKind.ToolCall && !_hasArguments)
        {
            output.Write(_head.AsSpan(0, _headLength), "{}"u8, AnthropicFrames.DeltaTail);
        }

        if (_kind == PartKind.Reasoning && !_isSigned)
        {
            AnthropicFrames.SignatureDelta(output, _block, JsonText.FromString(ReasoningSignature.From(identity.Model)).Escaped.Span);
        }

        AnthropicFrames.BlockStop(output, _block);
        IsOpen = false;
    }

    /// <summary>Writes a reasoning signature. A marked signature is complete and gets its origin here.</summary>
    private void Sign(IBufferWriter<byte> output, ReadOnlySpan<byte> signature)
    {
        if (ReasoningSignature.IsMarked(signature))
        {
            JsonText signed = ReasoningSignature.Signed(JsonText.CopyEscaped(signature).ToString(), identity.Model);
            signature = signed.Escaped.Span;
        }

        AnthropicFrames.SignatureDelta(output, _block, signature);
    }

    private void Enter(int index, PartKind kind)
    {
        (IsOpen, Index, _kind, _hasArguments, _isSigned) = (true, index, kind, false, false);
        _block++;
        _headLength = AnthropicFrames.DeltaHead(_head, _block, kind);
    }
}

/// <summary>Represents a part that waits because another block is open.</summary>
internal sealed class AnthropicWaitingPart
{
    private readonly PartKind _kind;
    private readonly byte[] _callId;
    private readonly byte[] _name;
    private readonly byte[] _data;
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _signature = new();

    public AnthropicWaitingPart(in ChatEventSpan start)
    {
        (Index, _kind) = (start.Index, start.PartKind);
        (_callId, _name, _data) = (start.CallId.ToArray(), start.Name.ToArray(), start.Text.ToArray());
    }

    public int Index { get; }

    public bool IsEnded { get; set; }

    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    public ReadOnlySpan<byte> Signature => _signature.WrittenSpan;

    public ChatEventSpan ToStart() => _kind switch
    {
        PartKind.ToolCall => ChatEventSpan.ToolCallStarted(Index, _callId, _name),
        PartKind.RedactedReasoning => ChatEventSpan.RedactedStarted(Index, _data),
        _ => ChatEventSpan.PartStarted(Index, _kind),
    };

    public void Append(in ChatEventSpan delta) =>
        (delta.Kind == ChatEventKind.SignatureDelta ? _signature : _text).Write(delta.Text);
}
