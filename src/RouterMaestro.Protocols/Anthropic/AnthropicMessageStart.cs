using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads what a stream says of its message at the start.</summary>
internal static class AnthropicMessageStart
{
    /// <summary>Reads the message's object.</summary>
    /// <param name="message">The object; empty when the frame had none.</param>
    /// <param name="before">The usage told before, by a start that is repeated.</param>
    public static ChatEvent.Started Read(ReadOnlySpan<byte> message, TokenUsage? before)
    {
        var started = new ChatEvent.Started(null, null, null, before);
        if (message.IsEmpty)
        {
            return started;
        }

        var reader = AnthropicFrame.ReaderOf(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            started = ReadMember(started, ref reader);
        }

        return started;
    }

    private static ChatEvent.Started ReadMember(ChatEvent.Started started, ref Utf8JsonReader reader)
    {
        switch (reader.ValueSpan)
        {
            case var name when name.SequenceEqual("id"u8):
                return started with { Id = ReadString(ref reader) };
            case var name when name.SequenceEqual("model"u8):
                return started with { Model = ReadString(ref reader) };
            case var name when name.SequenceEqual("usage"u8):
                reader.Read();
                return started with { Usage = AnthropicUsage.Read(ref reader, started.Usage) };
            default:
                reader.Skip();
                return started;
        }
    }

    private static string? ReadString(ref Utf8JsonReader reader)
    {
        var text = JsonSlices.ReadText(ref reader);
        return text.IsEmpty ? null : JsonText.CopyEscaped(text).ToString();
    }
}
