using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>Reads <c>usage</c>, whose totals include their details, into counts that do not overlap.</summary>
internal ref struct OpenAIChatUsage
{
    private long? _prompt;
    private long? _completion;
    private long _total;
    private long _cacheRead;
    private long _cacheWrite;
    private long _reasoning;

    /// <summary>Reads the value at the reader's position.</summary>
    /// <param name="reader">The reader, on the value; afterwards on its last token. It must hold the whole document.</param>
    /// <returns>The usage; null if the value is null, an empty object or not an object.</returns>
    /// <exception cref="JsonException">The value is not valid JSON.</exception>
    public static TokenUsage? Read(ref Utf8JsonReader reader)
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

        return usage.ToUsage();
    }

    /// <summary>Reads a value that may be invalid JSON.</summary>
    /// <param name="json">The value.</param>
    /// <returns>The usage; null if there is none.</returns>
    public static TokenUsage? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            return Read(ref reader);
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
            _prompt = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("completion_tokens"u8))
        {
            _completion = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("total_tokens"u8))
        {
            _total = JsonCounts.ReadCount(ref reader) ?? 0;
        }
        else if (reader.ValueTextEquals("prompt_tokens_details"u8) || reader.ValueTextEquals("completion_tokens_details"u8))
        {
            ReadDetails(ref reader);
        }
        else
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
            _cacheRead = Math.Max(_cacheRead, JsonCounts.ReadCount(ref reader) ?? 0);
        }
        else if (reader.ValueTextEquals("cache_write_tokens"u8))
        {
            _cacheWrite = Math.Max(_cacheWrite, JsonCounts.ReadCount(ref reader) ?? 0);
        }
        else if (reader.ValueTextEquals("reasoning_tokens"u8))
        {
            _reasoning = Math.Max(_reasoning, JsonCounts.ReadCount(ref reader) ?? 0);
        }
        else
        {
            reader.Skip();
        }
    }

    private readonly TokenUsage? ToUsage()
    {
        if (_prompt is null && _completion is null)
        {
            return null;
        }

        var prompt = _prompt ?? 0;
        var completion = _completion ?? 0;
        var (beside, reasoning) = (_total - prompt - completion, _reasoning);
        if (beside > 0 && (reasoning == 0 || reasoning == beside))
        {
            // xAI grok-3-mini counts reasoning beside completion_tokens; only total_tokens includes it (recording xai-tool-call)
            completion += beside;
            reasoning = beside;
        }

        // details above their total would make a count negative
        var cacheRead = Math.Min(_cacheRead, prompt);
        var cacheWrite = Math.Min(_cacheWrite, prompt - cacheRead);
        reasoning = Math.Min(reasoning, completion);
        return new(prompt - cacheRead - cacheWrite, cacheRead, cacheWrite, completion - reasoning, reasoning);
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
