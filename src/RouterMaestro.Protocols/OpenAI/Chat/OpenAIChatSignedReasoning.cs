using System.Buffers;
using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>A thought on its way to a caller, kept until its seal is known.</summary>
internal sealed class OpenAIChatSignedReasoning
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private StringBuilder? _signature;

    public JsonText Text => JsonText.CopyEscaped(_text.WrittenSpan);

    public void Add(ReadOnlySpan<byte> text) => _text.Write(text);

    public void Sign(ReadOnlySpan<byte> piece) => (_signature ??= new()).Append(JsonText.CopyEscaped(piece).ToString());

    /// <summary>Takes the seal, once.</summary>
    public string? End()
    {
        var signature = _signature?.ToString();
        _signature = null;
        return signature;
    }
}
