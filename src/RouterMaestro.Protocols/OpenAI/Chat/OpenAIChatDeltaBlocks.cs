using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Reads content that comes as an array of blocks, as some compatible servers stream it.</summary>
internal static class OpenAIChatDeltaBlocks
{
    /// <summary>Hands on the blocks' texts.</summary>
    /// <param name="blocks">The JSON array.</param>
    /// <param name="parts">Takes the texts.</param>
    /// <param name="sink">Takes the events.</param>
    public static void Write(ReadOnlySpan<byte> blocks, OpenAIChatStreamParts parts, IChatEventSink sink)
    {
        var reader = new Utf8JsonReader(blocks, OpenAIChatChunk.Options);
        reader.Read();
        WriteArray(ref reader, PartKind.Text, parts, sink);
    }

    /// <summary>Hands on reasoning that is shown only in the form in which a server wants it back.</summary>
    public static void WriteReasoning(ReadOnlySpan<byte> details, OpenAIChatStreamParts parts, IChatEventSink sink)
    {
        var reader = new Utf8JsonReader(details, OpenAIChatChunk.Options);
        reader.Read();
        WriteArray(ref reader, PartKind.Reasoning, parts, sink);
    }

    private static void WriteArray(ref Utf8JsonReader reader, PartKind kind, OpenAIChatStreamParts parts, IChatEventSink sink)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    parts.AddText(kind, reader.ValueSpan, sink);
                    break;
                case JsonTokenType.StartObject:
                    WriteBlock(ref reader, kind, parts, sink);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void WriteBlock(ref Utf8JsonReader reader, PartKind kind, OpenAIChatStreamParts parts, IChatEventSink sink)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("text"u8) || (kind == PartKind.Reasoning && reader.ValueTextEquals("summary"u8)))
            {
                parts.AddText(kind, JsonSlices.ReadText(ref reader), sink);
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                parts.AddText(PartKind.Refusal, JsonSlices.ReadText(ref reader), sink);
            }
            else if (reader.ValueTextEquals("thinking"u8))
            {
                WriteReasoning(ref reader, parts, sink);
                parts.NoteBlocks();
            }
            else if (reader.ValueTextEquals("summary"u8))
            {
                WriteReasoning(ref reader, parts, sink);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void WriteReasoning(ref Utf8JsonReader reader, OpenAIChatStreamParts parts, IChatEventSink sink)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            WriteArray(ref reader, PartKind.Reasoning, parts, sink);
        }
        else
        {
            parts.AddText(PartKind.Reasoning, JsonSlices.TakeText(ref reader), sink);
        }
    }
}
