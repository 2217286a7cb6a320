using System.Text.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Writes usage figures, whose totals include their details.</summary>
internal static class OpenAIChatUsageWriter
{
    public static void Write(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, usage.Prompt);
        json.WriteNumber("completion_tokens"u8, usage.Completion);
        json.WriteNumber("total_tokens"u8, usage.Total);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.CacheRead);
        if (usage.CacheWrite > 0)
        {
            json.WriteNumber("cache_write_tokens"u8, usage.CacheWrite);
        }

        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
