using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>Reads content that is an array of blocks, as Mistral's magistral-medium-2507 streams it (recording mistral-reasoning).</summary>
internal static class OpenAIChatContentBlocks
{
    /// <summary>Writes the texts of the blocks.</summary>
    /// <param name="blocks">The JSON array.</param>
    /// <param name="parts">Receives the texts.</param>
    /// <param name="sink">Receives the events.</param>
    public static void Write(ReadOnlySpan<byte> blocks, OpenAIChatPartTracker parts, IChatEventSink sink)
    {
        var reader = new Utf8JsonReader(blocks, OpenAIChatChunk.Options);
        reader.Read();
        WriteArray(ref reader, PartKind.Text, parts, sink);
    }

    /// <summary>
    /// Writes the text of <c>reasoning_details</c> of a delta that has no other reasoning, as Snowflake Cortex sends it (recording
    /// test_snowflake_thinking_streaming).
    /// </summary>
    public static void WriteReasoning(ReadOnlySpan<byte> details, OpenAIChatPartTracker parts, IChatEventSink sink)
    {
        var reader = new Utf8JsonReader(details, OpenAIChatChunk.Options);
        reader.Read();
        WriteArray(ref reader, PartKind.Reasoning, parts, sink);
    }

    private static void WriteArray(ref Utf8JsonReader reader, PartKind kind, OpenAIChatPartTracker parts, IChatEventSink sink)
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

    private static void WriteBlock(ref Utf8JsonReader reader, PartKind kind, OpenAIChatPartTracker parts, IChatEventSink sink)
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
                parts.MarkAsBlocks();
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

    private static void WriteReasoning(ref Utf8JsonReader reader, OpenAIChatPartTracker parts, IChatEventSink sink)
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
