using System.Buffers;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>
/// Writes usage figures: Anthropic's clients add the three input counts, so the buckets must not overlap. Members that the dialect
/// promises, some on its beta paths alone, and that we know nothing of are null.
/// </summary>
internal static class AnthropicUsageWriter
{
    /// <summary>Writes the figures that a stream begins with.</summary>
    public static void WriteFirst(IBufferWriter<byte> output, TokenUsage usage)
    {
        WriteCounts(output, usage);
        output.Write(",\"cache_creation\":null,\"server_tool_use\":null,\"service_tier\":null,\"inference_geo\":null,\"iterations\":null,\"speed\":null}"u8);
    }

    /// <summary>Writes the figures that a stream ends with.</summary>
    public static void WriteLast(IBufferWriter<byte> output, TokenUsage usage)
    {
        WriteCounts(output, usage);
        output.Write(",\"server_tool_use\":null,\"iterations\":null}"u8);
    }

    /// <summary>Writes the figures of a whole answer.</summary>
    public static void Write(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, usage.Input);
        json.WriteNumber("cache_creation_input_tokens"u8, usage.CacheWrite);
        json.WriteNumber("cache_read_input_tokens"u8, usage.CacheRead);
        json.WriteNumber("output_tokens"u8, usage.Completion);
        if (usage.Reasoning > 0)
        {
            json.WriteStartObject("output_tokens_details"u8);
            json.WriteNumber("thinking_tokens"u8, usage.Reasoning);
            json.WriteEndObject();
        }

        json.WriteNull("cache_creation"u8);
        json.WriteNull("server_tool_use"u8);
        json.WriteNull("service_tier"u8);
        json.WriteNull("inference_geo"u8);
        json.WriteNull("iterations"u8);
        json.WriteNull("speed"u8);
        json.WriteEndObject();
    }

    private static void WriteCounts(IBufferWriter<byte> output, TokenUsage usage)
    {
        output.Write("{\"input_tokens\":"u8);
        output.Write(usage.Input);
        output.Write(",\"cache_creation_input_tokens\":"u8);
        output.Write(usage.CacheWrite);
        output.Write(",\"cache_read_input_tokens\":"u8);
        output.Write(usage.CacheRead);
        output.Write(",\"output_tokens\":"u8);
        output.Write(usage.Completion);
        if (usage.Reasoning > 0)
        {
            output.Write(",\"output_tokens_details\":{\"thinking_tokens\":"u8);
            output.Write(usage.Reasoning);
            output.Write("}"u8);
        }
    }
}
