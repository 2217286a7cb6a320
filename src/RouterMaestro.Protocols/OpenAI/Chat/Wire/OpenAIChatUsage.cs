using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>Reads <c>usage</c>, whose totals include their details, into counts that do not overlap.</summary>
internal ref struct OpenAIChatUsage
{
    private UsageCounts _counts;
    private UsageChargeReader _cost;

    /// <summary>Reads the value at the reader's position.</summary>
    /// <param name="reader">The reader, on the value; afterwards on its last token. It must hold the whole document.</param>
    /// <param name="tier">The service tier of the response.</param>
    /// <returns>The usage; null if the value is null, an empty object or not an object.</returns>
    /// <exception cref="JsonException">The value is not valid JSON.</exception>
    public static TokenUsage? Read(ref Utf8JsonReader reader, string? tier = null)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        var usage = default(OpenAIChatUsage);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            usage.ReadMember(ref reader);
        }

        usage._counts.ServiceTier = tier;
        usage._counts.Charge = usage._cost.Charge;
        return usage._counts.Input is null && usage._counts.Output is null ? null : usage._counts.Resolve(UsageConvention.CacheInsideInput);
    }

    /// <summary>Reads a value that may be invalid JSON.</summary>
    /// <param name="json">The value.</param>
    /// <param name="tier">The service tier of the response.</param>
    /// <returns>The usage; null if there is none.</returns>
    public static TokenUsage? Read(ReadOnlySpan<byte> json, string? tier = null)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            return Read(ref reader, tier);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("prompt_tokens"u8))
        {
            _counts.Input = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("completion_tokens"u8))
        {
            _counts.Output = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("total_tokens"u8))
        {
            _counts.Total = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("prompt_tokens_details"u8) || reader.ValueTextEquals("completion_tokens_details"u8))
        {
            ReadDetails(ref reader);
        }
        else if (!_cost.TryRead(ref reader))
        {
            ReadDetail(ref reader);
        }
    }

    private void ReadDetails(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadDetail(ref reader);
        }
    }

    /// <summary>
    /// Reads a detail at any level. DeepSeek sends prompt_cache_hit_tokens beside the totals (recording
    /// test_deepseek_model_thinking_stream), Mistral num_cached_tokens (test_tool_choice_matrix_required-mistral), Hugging Face's
    /// router cached_tokens (test_hf_model_instructions) and Azure's DeepSeek reasoning_tokens (azure-deepseek-reasoning.1).
    /// </summary>
    private void ReadDetail(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("cached_tokens"u8)
            || reader.ValueTextEquals("prompt_cache_hit_tokens"u8)
            || reader.ValueTextEquals("num_cached_tokens"u8))
        {
            _counts.CacheRead = Math.Max(_counts.CacheRead ?? 0, JsonCounts.ReadCount(ref reader) ?? 0);
        }
        else if (reader.ValueTextEquals("cache_write_tokens"u8))
        {
            _counts.CacheWrite = Math.Max(_counts.CacheWrite ?? 0, JsonCounts.ReadCount(ref reader) ?? 0);
        }
        else if (reader.ValueTextEquals("reasoning_tokens"u8))
        {
            _counts.Reasoning = Math.Max(_counts.Reasoning ?? 0, JsonCounts.ReadCount(ref reader) ?? 0);
        }
        else
        {
            reader.Skip();
        }
    }
}

/// <summary>Writes <c>usage</c>, whose totals include their details.</summary>
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
        if (usage.CacheWrite + usage.CacheWriteHour is > 0 and var written)
        {
            json.WriteNumber("cache_write_tokens"u8, written);
        }

        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
