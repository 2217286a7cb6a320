using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Fitting;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses.Requests;

/// <summary>Writes a Responses request. It sets <c>store</c> to false, because the caller has the whole conversation.</summary>
internal static class ResponsesRequestWriter
{
    // OpenAI refuses a longer user and a lower max_output_tokens
    private const int MaxUserLength = 64;
    private const int MinTokens = 16;

    public static void Write(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        request = MediaFit.For(SamplingFit.WithoutRefusedSwitch(request, target, losses), target.Facts, losses);
        request = FormatFit.WithoutRefusedSchema(request, target, losses);
        json.WriteStartObject();
        json.WritePropertyName("model"u8);
        json.WriteRawValue(target.QuotedModelId.Span, skipInputValidation: true);
        if (request.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        new ResponsesInputWriter(json, request, target, losses).Write();
        ResponsesToolWriter.Write(json, request, target, losses);
        WriteSampling(json, SamplingFit.For(request, target, losses), target, losses);
        var reasons = ResponsesReasoningWriter.WriteSettings(json, request, target, losses);
        var rest = WriteText(json, request, target, losses);
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
        if (sampling.MaxTokens is { } max)
        {
            ReportIf(max < MinTokens || max > target.Limits.MaxOutputTokens, "max_tokens", losses);
            json.WriteNumber("max_output_tokens"u8, Math.Max(MinTokens, Math.Min(max, target.Limits.MaxOutputTokens ?? max)));
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

    /// <summary>Writes <c>text</c>.</summary>
    /// <returns>The extensions that are not yet written.</returns>
    private static Extensions WriteText(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
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
            WriteFormat(json, format, target, losses);
        }

        ResponsesExtensions.Write(json, extensions, ResponsesExtensions.Text);
        var rest = OpenAISharedFields.Write(json, request.Extensions, WireProtocol.OpenAIChat, target, verbosity);
        json.WriteEndObject();
        return rest;
    }

    private static void WriteFormat(Utf8JsonWriter json, OutputFormat format, RequestTarget target, LossSink losses)
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

            var fitted = OpenAISchemas.ForOutput(schema.Schema, target, losses);
            json.WriteRaw("schema"u8, fitted);
            if (OpenAISchemas.StrictnessOf(schema, fitted, target, losses) is { } strict)
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

    /// <summary>Writes the user. A digest replaces a long id, so that users stay distinct.</summary>
    private static void WriteUser(Utf8JsonWriter json, string? user)
    {
        if (user is not null)
        {
            json.WriteString("user"u8, user.Length <= MaxUserLength ? user : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user))));
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
