using System.Buffers;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>The one block of a stream that is open, with what stands before each of its deltas.</summary>
/// <param name="identity">What the answer says of itself.</param>
internal sealed class AnthropicOpenBlock(ResponseIdentity identity)
{
    private readonly byte[] _head = new byte[AnthropicFrames.MaxHead];
    private int _headLength;
    private int _block = -1;
    private PartKind _kind;
    private bool _hasArguments;
    private bool _isSigned;

    public bool IsOpen { get; private set; }

    /// <summary>Gets the index of the part that the block shows.</summary>
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

    /// <summary>A marked seal comes whole, and does not say yet whose it is.</summary>
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
