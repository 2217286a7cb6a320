using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Reads usage. The totals of the protocol include their details; the counts of <see cref="TokenUsage"/> do not overlap.</summary>
internal ref struct ResponsesUsage
{
    private UsageCounts _counts;
    private UsageChargeReader _cost;

    /// <summary>Reads a value that may be invalid JSON.</summary>
    /// <param name="json">The value.</param>
    /// <param name="tier">The service tier of the response.</param>
    /// <returns>The usage; null if the value has none.</returns>
    public static TokenUsage? Read(ReadOnlySpan<byte> json, string? tier)
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
            usage._counts.ServiceTier = tier;
            usage._counts.Charge = usage._cost.Charge;
            return usage._counts.Input is null && usage._counts.Output is null ? null : usage._counts.Resolve(UsageConvention.CacheInsideInput);
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
            _counts.Input = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("output_tokens"u8))
        {
            _counts.Output = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("total_tokens"u8))
        {
            _counts.Total = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("cached_tokens"u8))
        {
            _counts.CacheRead = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("cache_write_tokens"u8))
        {
            _counts.CacheWrite = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("reasoning_tokens"u8))
        {
            _counts.Reasoning = JsonCounts.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("input_tokens_details"u8) || reader.ValueTextEquals("output_tokens_details"u8))
        {
            if (JsonSlices.ReadObject(ref reader))
            {
                ReadMembers(ref reader);
            }
        }
        else if (!_cost.TryRead(ref reader))
        {
            reader.Skip();
        }
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
        json.WriteNumber("cache_write_tokens"u8, usage.CacheWrite + usage.CacheWriteHour);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, usage.Completion);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, usage.Total);
        json.WriteEndObject();
    }
}
