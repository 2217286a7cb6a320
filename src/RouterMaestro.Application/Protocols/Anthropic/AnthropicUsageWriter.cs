using System.Buffers;
using System.Text.Json;
using RouterMaestro.Application.Protocols.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Protocols.Anthropic;

/// <summary>Writes usage figures: Anthropic's clients add the three input counts, so the buckets must not overlap.</summary>
internal static class AnthropicUsageWriter
{
    public static void Write(IBufferWriter<byte> output, TokenUsage usage)
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

        output.Write("}"u8);
    }

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

        json.WriteEndObject();
    }
}
