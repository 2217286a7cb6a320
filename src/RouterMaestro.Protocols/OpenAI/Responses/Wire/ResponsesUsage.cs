using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Reads usage. The totals of the protocol include their details; the counts of <see cref="TokenUsage"/> do not overlap.</summary>
internal ref struct ResponsesUsage
{
    private long? _input;
    private long? _output;
    private long _cacheRead;
    private long _cacheWrite;
    private long _reasoning;

    /// <summary>Reads a value that may be invalid JSON.</summary>
    /// <param name="json">The value.</param>
    /// <returns>The usage; null if the value has none.</returns>
    public static TokenUsage? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, JsonBody.ReaderOptions);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            var usage = default(ResponsesUsage);
            usage.ReadMembers(ref reader);
            return usage.ToUsage();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void ReadMembers(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader);
        }
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("input_tokens"u8))
        {
            _input = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("output_tokens"u8))
        {
            _output = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("cached_tokens"u8))
        {
            _cacheRead = JsonCounts.ReadCount(ref reader) ?? 0;
        }
        else if (reader.ValueTextEquals("cache_write_tokens"u8))
        {
            _cacheWrite = JsonCounts.ReadCount(ref reader) ?? 0;
        }
        else if (reader.ValueTextEquals("reasoning_tokens"u8))
        {
            _reasoning = JsonCounts.ReadCount(ref reader) ?? 0;
        }
        else if (reader.ValueTextEquals("input_tokens_details"u8) || reader.ValueTextEquals("output_tokens_details"u8))
        {
            if (JsonSlices.ReadObject(ref reader))
            {
                ReadMembers(ref reader);
            }
        }
        else
        {
            reader.Skip();
        }
    }

    private readonly TokenUsage? ToUsage()
    {
        if (_input is null && _output is null)
        {
            return null;
        }

        var (input, output) = (_input ?? 0, _output ?? 0);
        var cacheRead = Math.Min(_cacheRead, input);
        var cacheWrite = Math.Min(_cacheWrite, input - cacheRead);
        var reasoning = Math.Min(_reasoning, output);
        return new(input - cacheRead - cacheWrite, cacheRead, cacheWrite, output - reasoning, reasoning);
    }
}

/// <summary>Writes usage, whose totals include their details.</summary>
internal static class ResponsesUsageWriter
{
    public static void Write(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, usage.Prompt);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.CacheRead);
        json.WriteNumber("cache_write_tokens"u8, usage.CacheWrite);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, usage.Completion);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, usage.Total);
        json.WriteEndObject();
    }
}
