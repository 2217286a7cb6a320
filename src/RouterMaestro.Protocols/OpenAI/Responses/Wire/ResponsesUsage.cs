using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Reads usage figures, whose totals include their details, into buckets that don't overlap.</summary>
internal ref struct ResponsesUsage
{
    private long? _input;
    private long? _output;
    private long _cacheRead;
    private long _cacheWrite;
    private long _reasoning;

    /// <summary>Reads a value that may be broken.</summary>
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

/// <summary>Writes usage figures, whose totals include their details.</summary>
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

/// <summary>Why an answer ended, which the protocol says by its status, by what it lacks, and by what stands in its output.</summary>
internal static class ResponsesFinishReasons
{
    /// <summary>Reads the reason of a response on passthrough; null if it has not ended, or has failed.</summary>
    public static FinishReason? Read(in ResponsesFrameMap map, ReadOnlySpan<byte> response)
    {
        var status = ResponsesFrameMap.SpanOf(map.Status, response);
        if (status.SequenceEqual("\"incomplete\""u8))
        {
            return MemberProbe.Is(ResponsesFrameMap.SpanOf(map.Incomplete, response), "reason"u8, "\"content_filter\""u8)
                ? FinishReason.ContentFilter
                : FinishReason.Length;
        }

        return status.IsEmpty || status.StartsWith("\"complete"u8) ? Completed(HasCalls(ResponsesFrameMap.SpanOf(map.Output, response))) : null;
    }

    /// <summary>Reads the reason of an answer that is incomplete.</summary>
    public static FinishReason Incomplete(string? reason) => reason == "content_filter" ? FinishReason.ContentFilter : FinishReason.Length;

    /// <summary>Gets the reason of an answer that is complete: tools are to be called exactly when there are calls.</summary>
    public static FinishReason Completed(bool hasCalls) => hasCalls ? FinishReason.ToolCalls : FinishReason.Stop;

    /// <summary>Returns the protocol's reason for an incomplete response; empty if it is complete.</summary>
    public static ReadOnlySpan<byte> Reason(FinishReason finish) => finish switch
    {
        FinishReason.Length => "max_output_tokens"u8,
        FinishReason.ContentFilter => "content_filter"u8,
        _ => default,
    };

    private static bool HasCalls(ReadOnlySpan<byte> output)
    {
        var items = new ElementScanner(output);
        while (items.Read())
        {
            if (ResponsesItemTypes.IsCall(items.Element))
            {
                return true;
            }
        }

        return false;
    }
}
