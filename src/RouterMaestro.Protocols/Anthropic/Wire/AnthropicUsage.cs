using System.Buffers;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic.Wire;

/// <summary>Reads usage, which a stream sends in several frames.</summary>
internal static class AnthropicUsage
{
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
        private long? _input;
        private long? _cacheRead;
        private long? _cacheWrite;
        private long? _output;
        private long? _thinking;

        public void ReadMember(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                _input = JsonCounts.ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                _output = JsonCounts.ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                _cacheRead = JsonCounts.ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                _cacheWrite = JsonCounts.ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("output_tokens_details"u8))
            {
                ReadDetails(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        public readonly TokenUsage? MergeInto(TokenUsage? before)
        {
            if (_input is null && _output is null && _cacheRead is null && _cacheWrite is null)
            {
                return before;
            }

            var known = before ?? TokenUsage.Zero;
            var completion = Math.Max(_output ?? 0, known.Completion);
            var thinking = Math.Min(Math.Max(_thinking ?? 0, known.Reasoning), completion);
            return new(
                Math.Max(_input ?? 0, known.Input),
                Math.Max(_cacheRead ?? 0, known.CacheRead),
                Math.Max(_cacheWrite ?? 0, known.CacheWrite),
                completion - thinking,
                thinking);
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
                if (reader.ValueTextEquals("thinking_tokens"u8))
                {
                    _thinking = JsonCounts.ReadCount(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
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
        output.Write(",\"cache_creation\":null,\"server_tool_use\":null,\"service_tier\":null,\"inference_geo\":null,\"iterations\":null,\"speed\":null}"u8);
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
