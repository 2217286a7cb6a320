using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic.Wire;

/// <summary>Reads usage, which a stream sends in several frames.</summary>
internal static class AnthropicUsage
{
    /// <summary>The maximum length of the id of a model, in bytes.</summary>
    private const int MaxModel = 256;

    /// <summary>Reads the value on which the reader is.</summary>
    /// <param name="reader">The reader, on the value; afterwards on its last token. It must hold the whole document.</param>
    /// <param name="before">The usage so far of the same stream. Counts only grow, so the higher one is used.</param>
    /// <returns>The usage; <paramref name="before"/> if the value is not an object or has no counts.</returns>
    /// <exception cref="JsonException">The value is not valid JSON.</exception>
    public static TokenUsage? Read(ref Utf8JsonReader reader, TokenUsage? before = null)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return before;
        }

        var counts = default(Counts);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            counts.ReadMember(ref reader);
        }

        return counts.MergeInto(before);
    }

    /// <summary>Reads a value that may be invalid JSON.</summary>
    /// <param name="json">The value.</param>
    /// <param name="before">The usage so far of the same stream.</param>
    /// <returns>The usage; <paramref name="before"/> if the value has none.</returns>
    public static TokenUsage? Read(ReadOnlySpan<byte> json, TokenUsage? before = null)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            return Read(ref reader, before);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return before;
        }
    }

    private ref struct Counts
    {
        private UsageCounts _counts;
        private UsageChargeReader _cost;
        private UsageIterationKind _kind;
        private string? _model;
        private List<UsageIteration>? _iterations;

        public void ReadMember(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                _counts.Input = JsonCounts.ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                _counts.Output = JsonCounts.ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                _counts.CacheRead = JsonCounts.ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                _counts.CacheWrite = JsonCounts.ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("output_tokens_details"u8) || reader.ValueTextEquals("cache_creation"u8))
            {
                ReadDetails(ref reader);
            }
            else if (reader.ValueTextEquals("service_tier"u8))
            {
                _counts.ServiceTier = ServiceTiers.Read(ref reader);
            }
            else if (reader.ValueTextEquals("iterations"u8))
            {
                ReadIterations(ref reader);
            }
            else if (!_cost.TryRead(ref reader))
            {
                reader.Skip();
            }
        }

        public TokenUsage? MergeInto(TokenUsage? before)
        {
            _counts.Charge = _cost.Charge;
            var usage = _counts.Resolve(UsageConvention.CacheBesideInput, before);
            return usage is null || _iterations is null ? usage : UsageIteration.Add(usage, _iterations);
        }

        private void ReadDetails(ref Utf8JsonReader reader)
        {
            if (!JsonSlices.ReadObject(ref reader))
            {
                return;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadDetail(ref reader);
            }
        }

        private void ReadDetail(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("ephemeral_5m_input_tokens"u8))
            {
                _counts.CacheWriteMinutes = JsonCounts.ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("ephemeral_1h_input_tokens"u8))
            {
                _counts.CacheWriteHour = JsonCounts.ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("thinking_tokens"u8))
            {
                _counts.Reasoning = JsonCounts.ReadCount(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        private void ReadIterations(ref Utf8JsonReader reader)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                return;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    var iteration = default(Counts);
                    iteration.ReadIteration(ref reader);
                    (_iterations ??= []).Add(new(iteration._kind, iteration._model, iteration._counts));
                }

                reader.Skip();
            }
        }

        private void ReadIteration(ref Utf8JsonReader reader)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("type"u8))
                {
                    _kind = KindOf(JsonSlices.ReadText(ref reader));
                }
                else if (reader.ValueTextEquals("model"u8))
                {
                    _model = JsonSlices.ReadText(ref reader) is { Length: > 0 and <= MaxModel } model ? Encoding.UTF8.GetString(model) : null;
                }
                else
                {
                    ReadMember(ref reader);
                }
            }
        }

        // an unknown kind with a model of its own is priced under that model, as an advisor is
        private static UsageIterationKind KindOf(ReadOnlySpan<byte> type) =>
            type.SequenceEqual("message"u8) ? UsageIterationKind.Message
            : type.SequenceEqual("compaction"u8) ? UsageIterationKind.Compaction
            : type.SequenceEqual("fallback_message"u8) ? UsageIterationKind.Fallback
            : UsageIterationKind.Advisor;
    }
}

/// <summary>
/// Writes usage. Anthropic's clients add the three input counts, so these must not overlap. Unknown values are null if the protocol
/// requires their member; it requires some members only on its beta paths.
/// </summary>
internal static class AnthropicUsageWriter
{
    /// <summary>Writes the usage at the start of a stream.</summary>
    public static void WriteFirst(IBufferWriter<byte> output, TokenUsage usage)
    {
        WriteCounts(output, usage);
        output.Write(usage.CacheWriteHour == 0 ? ",\"cache_creation\":null"u8 : default);
        output.Write(",\"server_tool_use\":null,\"service_tier\":"u8);
        output.Write(TierOf(usage));
        output.Write(",\"inference_geo\":null,\"iterations\":null,\"speed\":null}"u8);
    }

    /// <summary>Writes the usage at the end of a stream.</summary>
    public static void WriteLast(IBufferWriter<byte> output, TokenUsage usage)
    {
        WriteCounts(output, usage);
        output.Write(",\"server_tool_use\":null,\"iterations\":null}"u8);
    }

    /// <summary>Writes the usage of a buffered response.</summary>
    public static void Write(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, usage.Input);
        json.WriteNumber("cache_creation_input_tokens"u8, usage.CacheWrite + usage.CacheWriteHour);
        json.WriteNumber("cache_read_input_tokens"u8, usage.CacheRead);
        json.WriteNumber("output_tokens"u8, usage.Completion);
        if (usage.Reasoning > 0)
        {
            json.WriteStartObject("output_tokens_details"u8);
            json.WriteNumber("thinking_tokens"u8, usage.Reasoning);
            json.WriteEndObject();
        }

        if (usage.CacheWriteHour == 0)
        {
            json.WriteNull("cache_creation"u8);
        }
        else
        {
            json.WriteStartObject("cache_creation"u8);
            json.WriteNumber("ephemeral_5m_input_tokens"u8, usage.CacheWrite);
            json.WriteNumber("ephemeral_1h_input_tokens"u8, usage.CacheWriteHour);
            json.WriteEndObject();
        }

        json.WriteNull("server_tool_use"u8);
        json.WritePropertyName("service_tier"u8);
        json.WriteRawValue(TierOf(usage), skipInputValidation: true);
        json.WriteNull("inference_geo"u8);
        json.WriteNull("iterations"u8);
        json.WriteNull("speed"u8);
        json.WriteEndObject();
    }

    // the tiers of other providers have other names, which clients of the protocol do not know
    private static ReadOnlySpan<byte> TierOf(TokenUsage usage) => usage.ServiceTier switch
    {
        "standard" => "\"standard\""u8,
        "priority" => "\"priority\""u8,
        "batch" => "\"batch\""u8,
        _ => "null"u8,
    };

    private static void WriteCounts(IBufferWriter<byte> output, TokenUsage usage)
    {
        output.Write("{\"input_tokens\":"u8);
        output.Write(usage.Input);
        output.Write(",\"cache_creation_input_tokens\":"u8);
        output.Write(usage.CacheWrite + usage.CacheWriteHour);
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

        if (usage.CacheWriteHour > 0)
        {
            output.Write(",\"cache_creation\":{\"ephemeral_5m_input_tokens\":"u8);
            output.Write(usage.CacheWrite);
            output.Write(",\"ephemeral_1h_input_tokens\":"u8);
            output.Write(usage.CacheWriteHour);
            output.Write("}"u8);
        }
    }
}
