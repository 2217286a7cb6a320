using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>A block as a stream opens it. It may hold content already, which later deltas continue.</summary>
internal ref struct AnthropicBlockStart
{
    /// <summary>Gets the kind of part that the block becomes; null when the canonical model has none for it.</summary>
    public PartKind? Kind { get; private set; }

    /// <summary>Gets the text or reasoning that came with the start, escaped.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    public ReadOnlySpan<byte> Signature { get; private set; }

    public ReadOnlySpan<byte> Data { get; private set; }

    public ReadOnlySpan<byte> CallId { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Gets the arguments that came with the start, as JSON.</summary>
    public ReadOnlySpan<byte> Input { get; private set; }

    /// <summary>Reads the block's object.</summary>
    public static AnthropicBlockStart Read(ReadOnlySpan<byte> block)
    {
        var start = default(AnthropicBlockStart);
        var reader = AnthropicFrame.ReaderOf(block);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            start.ReadMember(ref reader, block);
        }

        return start;
    }

    private void ReadMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> block)
    {
        switch (reader.ValueSpan)
        {
            case var name when name.SequenceEqual("type"u8):
                Kind = KindOf(JsonSlices.ReadText(ref reader));
                break;
            case var name when name.SequenceEqual("text"u8) || name.SequenceEqual("thinking"u8):
                Text = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("signature"u8):
                Signature = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("data"u8):
                Data = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("id"u8):
                CallId = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("name"u8):
                Name = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("input"u8):
                Input = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartObject, block);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static PartKind? KindOf(ReadOnlySpan<byte> type) => type switch
    {
        _ when type.SequenceEqual("text"u8) => PartKind.Text,
        _ when type.SequenceEqual("thinking"u8) => PartKind.Reasoning,
        _ when type.SequenceEqual("redacted_thinking"u8) => PartKind.RedactedReasoning,
        _ when type.SequenceEqual("tool_use"u8) => PartKind.ToolCall,
        _ => null,
    };
}
