using System.Buffers;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>A part whose turn to be streamed has not come, because another block is open.</summary>
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
