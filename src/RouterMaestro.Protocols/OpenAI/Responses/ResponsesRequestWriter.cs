using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Writes requests to servers of this dialect. Nothing is to be stored there: the caller has the conversation.</summary>
internal static class ResponsesRequestWriter
{
    // OpenAI refuses longer ones, and fewer tokens
    private const int LongestUser = 64;
    private const int MinTokens = 16;

    public static void Write(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        json.WriteStartObject();
        json.WritePropertyName("model"u8);
        json.WriteRawValue(target.QuotedModelId.Span, skipInputValidation: true);
        if (request.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        new ResponsesInputWriter(json, request, target, losses).Write();
        ResponsesToolWriter.Write(json, request, losses);
        WriteSampling(json, request.Sampling, target, losses);
        var reasons = ResponsesReasoningWriter.WriteSettings(json, request, target, losses);
        var rest = WriteText(json, request, target);
        WriteUser(json, request.User);
        if (!ResponsesExtensions.Has(request.Extensions, "store"))
        {
            json.WriteBoolean("store"u8, false);
        }

        if (reasons && !ResponsesExtensions.Has(request.Extensions, "include"))
        {
            json.WriteStartArray("include"u8);
            json.WriteStringValue("reasoning.encrypted_content"u8);
            json.WriteEndArray();
        }

        rest = OpenAISharedFields.Write(
            json, rest, WireProtocol.OpenAIChat, target, "prompt_cache_key", "prompt_cache_retention", "service_tier", "metadata");
        ResponsesExtensions.WriteOutside(json, rest, losses);
        json.WriteEndObject();
    }

    private static void WriteSampling(Utf8JsonWriter json, Sampling sampling, RequestTarget target, LossSink losses)
    {
        if (sampling.MaxTokens is { } most)
        {
            ReportIf(most < MinTokens || most > target.Limits.MaxOutputTokens, "max_tokens", losses);
            json.WriteNumber("max_output_tokens"u8, Math.Max(MinTokens, Math.Min(most, target.Limits.MaxOutputTokens ?? most)));
        }

        WriteNumber(json, "temperature"u8, sampling.Temperature);
        WriteNumber(json, "top_p"u8, sampling.TopP);
        ReportIf(sampling.TopK is not null, "top_k", losses);
        ReportIf(!sampling.StopSequences.IsEmpty, "stop", losses);
        ReportIf(sampling.FrequencyPenalty is not (null or 0), "frequency_penalty", losses);
        ReportIf(sampling.PresencePenalty is not (null or 0), "presence_penalty", losses);
        ReportIf(sampling.Seed is not null, "seed", losses);
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    /// <returns>The leftovers that do not stand there.</returns>
    private static Extensions WriteText(Utf8JsonWriter json, ChatRequest request, RequestTarget target)
    {
        const string verbosity = "verbosity";
        var extensions = ResponsesExtensions.Within(request.Extensions, ResponsesExtensions.Text);
        var isSibling = target.IsOpenAIItself && request.Extensions.Protocol == WireProtocol.OpenAIChat && request.Extensions.Fields.Any(f => f.Name == verbosity);
        if (request.OutputFormat is null && extensions.Count == 0 && !isSibling)
        {
            return request.Extensions;
        }

        json.WriteStartObject("text"u8);
        if (request.OutputFormat is { } format)
        {
            WriteFormat(json, format);
        }

        ResponsesExtensions.Write(json, extensions, ResponsesExtensions.Text);
        var rest = OpenAISharedFields.Write(json, request.Extensions, WireProtocol.OpenAIChat, target, verbosity);
        json.WriteEndObject();
        return rest;
    }

    private static void WriteFormat(Utf8JsonWriter json, OutputFormat format)
    {
        json.WriteStartObject("format"u8);
        if (format is OutputFormat.JsonSchema schema)
        {
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteString("name"u8, schema.Name ?? "response");
            if (schema.Description is { } description)
            {
                json.WriteString("description"u8, description);
            }

            json.WriteRaw("schema"u8, schema.Schema);
            if (schema.Strict is { } strict)
            {
                json.WriteBoolean("strict"u8, strict);
            }
        }
        else
        {
            json.WriteString("type"u8, "json_object"u8);
        }

        json.WriteEndObject();
    }

    /// <summary>A long id keeps telling users apart when its digest stands for it.</summary>
    private static void WriteUser(Utf8JsonWriter json, string? user)
    {
        if (user is not null)
        {
            json.WriteString("user"u8, user.Length <= LongestUser ? user : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user))));
        }
    }

    private static void ReportIf(bool isLost, string field, LossSink losses)
    {
        if (isLost)
        {
            losses.Add(field);
        }
    }
}

/// <summary>Writes the answer's own object. What it only repeats of the request has the values that clients expect.</summary>
internal static class ResponsesObjectWriter
{
    /// <summary>Writes the object of an answer that has begun.</summary>
    public static void WriteBegun(Utf8JsonWriter json, ResponseIdentity identity)
    {
        Begin(json, identity, "in_progress"u8);
        json.WriteNull("error"u8);
        json.WriteNull("incomplete_details"u8);
        End(json, identity, [], null);
    }

    /// <summary>Writes the object of an answer that is done; the writer's object stays open for more members.</summary>
    public static void WriteDone(
        Utf8JsonWriter json, ResponseIdentity identity, FinishReason finish, IEnumerable<ResponsesOutputItem> items, TokenUsage? usage)
    {
        var reason = ResponsesFinishReasons.Reason(finish);
        Begin(json, identity, reason.IsEmpty ? "completed"u8 : "incomplete"u8);
        json.WriteNull("error"u8);
        if (reason.IsEmpty)
        {
            json.WriteNull("incomplete_details"u8);
        }
        else
        {
            json.WriteStartObject("incomplete_details"u8);
            json.WriteString("reason"u8, reason);
            json.WriteEndObject();
        }

        End(json, identity, items, usage);
    }

    /// <summary>Writes the object of an answer that broke off.</summary>
    public static void WriteFailed(Utf8JsonWriter json, ResponseIdentity identity, RouterError error, IEnumerable<ResponsesOutputItem> items)
    {
        Begin(json, identity, "failed"u8);
        ResponsesErrors.WriteError(json, error);
        json.WriteNull("incomplete_details"u8);
        End(json, identity, items, null);
    }

    private static void Begin(Utf8JsonWriter json, ResponseIdentity identity, ReadOnlySpan<byte> status)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, ResponsesIds.Response(identity));
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, identity.Created);
        json.WriteString("status"u8, status);
        json.WriteBoolean("background"u8, false);
    }

    private static void End(Utf8JsonWriter json, ResponseIdentity identity, IEnumerable<ResponsesOutputItem> items, TokenUsage? usage)
    {
        json.WriteNull("instructions"u8);
        json.WriteNull("max_output_tokens"u8);
        json.WriteString("model"u8, identity.Model);
        json.WriteStartArray("output"u8);
        foreach (var item in items)
        {
            ResponsesItemWriter.Write(json, item);
        }

        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls"u8, true);
        json.WriteNull("previous_response_id"u8);
        json.WritePropertyName("reasoning"u8);
        json.WriteRawValue("{\"effort\":null,\"summary\":null}"u8, skipInputValidation: true);
        json.WriteBoolean("store"u8, false);
        json.WriteNull("temperature"u8);
        json.WritePropertyName("text"u8);
        json.WriteRawValue("{\"format\":{\"type\":\"text\"}}"u8, skipInputValidation: true);
        json.WriteString("tool_choice"u8, "auto"u8);
        json.WriteStartArray("tools"u8);
        json.WriteEndArray();
        json.WriteNull("top_p"u8);
        json.WriteString("truncation"u8, "disabled"u8);
        if (usage is not null)
        {
            ResponsesUsageWriter.Write(json, usage);
        }

        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
