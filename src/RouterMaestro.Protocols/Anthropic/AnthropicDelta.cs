using System.Text.Json;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>The delta of a frame: a piece of a block, or what changed about the message.</summary>
internal ref struct AnthropicDelta
{
    private bool _isUnknown;

    public AnthropicDeltaKind Kind { get; private set; }

    /// <summary>Gets the piece, escaped.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Gets why the message ended, escaped; empty when that is not told.</summary>
    public ReadOnlySpan<byte> StopReason { get; private set; }

    /// <summary>Gets the stop sequence that ended the message, escaped; empty when none did.</summary>
    public ReadOnlySpan<byte> StopSequence { get; private set; }

    /// <summary>Reads the value behind the property name that the reader is on.</summary>
    public static AnthropicDelta Read(scoped ref Utf8JsonReader reader)
    {
        var delta = default(AnthropicDelta);
        if (JsonSlices.ReadObject(ref reader))
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                delta.ReadMember(ref reader);
            }
        }

        if (delta._isUnknown)
        {
            delta.Kind = AnthropicDeltaKind.Other;
        }

        return delta;
    }

    private void ReadMember(scoped ref Utf8JsonReader reader)
    {
        switch (reader.ValueSpan)
        {
            case var name when name.SequenceEqual("type"u8):
                _isUnknown = !IsKnown(JsonSlices.ReadText(ref reader));
                break;
            case var name when PieceOf(name) is var kind and not AnthropicDeltaKind.Other:
                Kind = kind;
                Text = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("stop_reason"u8):
                StopReason = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("stop_sequence"u8):
                StopSequence = JsonSlices.ReadText(ref reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static AnthropicDeltaKind PieceOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("text"u8) => AnthropicDeltaKind.Text,
        _ when name.SequenceEqual("thinking"u8) => AnthropicDeltaKind.Thinking,
        _ when name.SequenceEqual("partial_json"u8) => AnthropicDeltaKind.Arguments,
        _ when name.SequenceEqual("signature"u8) => AnthropicDeltaKind.Signature,
        _ => AnthropicDeltaKind.Other,
    };

    private static bool IsKnown(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("text_delta"u8) || type.SequenceEqual("thinking_delta"u8)
        || type.SequenceEqual("input_json_delta"u8) || type.SequenceEqual("signature_delta"u8);
}
