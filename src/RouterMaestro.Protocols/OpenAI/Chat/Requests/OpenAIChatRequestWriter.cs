using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Writes requests to servers of this dialect.</summary>
internal static class OpenAIChatRequestWriter
{
    // OpenAI refuses longer ones
    private const int LongestUser = 64;

    // and more than these
    private const int MaxStops = 4;

    public static void Write(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        json.WriteStartObject();
        json.WritePropertyName("model"u8);
        json.WriteRawValue(target.QuotedModelId.Span, skipInputValidation: true);
        new OpenAIChatTurnWriter(json, target, losses).Write(request.Messages);
        OpenAIChatToolWriter.Write(json, request, losses);
        WriteSampling(json, request.Sampling, target, losses);
        WriteReasoning(json, request, target, losses);
        WriteFormat(json, request.OutputFormat);
        WriteUser(json, request.User);
        WriteStream(json, request, target);
        var rest = OpenAISharedFields.Write(
            json, request.Extensions, WireProtocol.OpenAIResponses, target, "prompt_cache_key", "prompt_cache_retention", "service_tier", "text.verbosity");
        json.WriteExtensions(rest, losses);
        json.WriteEndObject();
    }

    private static void WriteSampling(Utf8JsonWriter json, Sampling sampling, RequestTarget target, LossSink losses)
    {
        if (sampling.MaxTokens is { } most)
        {
            if (most > target.Limits.MaxOutputTokens)
            {
                losses.Add("max_tokens");
            }

            var isNewName = target.IsOpenAIItself && OpenAIModels.Reasons(target.Model.Id);
            json.WriteNumber(isNewName ? "max_completion_tokens"u8 : "max_tokens"u8, Math.Min(most, target.Limits.MaxOutputTokens ?? most));
        }

        WriteNumber(json, "temperature"u8, sampling.Temperature);
        WriteNumber(json, "top_p"u8, sampling.TopP);
        WriteNumber(json, "frequency_penalty"u8, sampling.FrequencyPenalty);
        WriteNumber(json, "presence_penalty"u8, sampling.PresencePenalty);
        if (sampling.Seed is { } seed)
        {
            json.WriteNumber("seed"u8, seed);
        }

        if (sampling.TopK is not null)
        {
            losses.Add("top_k");
        }

        WriteStop(json, sampling, target, losses);
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteStop(Utf8JsonWriter json, Sampling sampling, RequestTarget target, LossSink losses)
    {
        if (sampling.StopSequences.IsEmpty)
        {
            return;
        }

        var most = target.IsOpenAIItself ? MaxStops : int.MaxValue;
        if (sampling.StopSequences.Count > most)
        {
            losses.Add("stop");
        }

        json.WriteStartArray("stop"u8);
        foreach (var sequence in sampling.StopSequences.Take(most))
        {
            json.WriteStringValue(sequence);
        }

        json.WriteEndArray();
    }

    private static void WriteReasoning(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        var asked = request.Reasoning;
        var reasoning = target.Resolve(asked);
        if (target.SupportsThinkingParameter && reasoning.Mode is ReasoningMode.Enabled or ReasoningMode.Adaptive && ToolLoop.HasLostReasoning(request, target))
        {
            losses.Add("thinking");
            reasoning = new(ReasoningMode.Disabled);
        }

        WriteReasoning(json, reasoning.Mode, target);
        if (OpenAIEffort.Of(reasoning) is not { } effort)
        {
            return;
        }

        // what the gateway added is nothing that the caller can lose
        var isRefused = target.IsOpenAIItself ? !OpenAIModels.Reasons(target.Model.Id) : OpenAIModels.IsKnownNotToReason(target.Model.Id);
        if (isRefused ? asked != ReasoningSettings.Unspecified : OpenAIEffort.Of(asked) > Effort.High)
        {
            losses.Add("reasoning_effort");
        }

        if (!isRefused)
        {
            json.WriteString("reasoning_effort"u8, OpenAIEffort.Write(effort));
        }
    }

    /// <summary>Compatible servers whose models may reason or not are switched by an object, since an effort says nothing to them.</summary>
    private static void WriteReasoning(Utf8JsonWriter json, ReasoningMode mode, RequestTarget target)
    {
        if (target.SupportsThinkingParameter && mode != ReasoningMode.Unspecified)
        {
            json.WriteStartObject("thinking"u8);
            json.WriteString("type"u8, mode == ReasoningMode.Disabled ? "disabled"u8 : "enabled"u8);
            json.WriteEndObject();
        }
    }

    private static void WriteFormat(Utf8JsonWriter json, OutputFormat? format)
    {
        if (format is null)
        {
            return;
        }

        json.WriteStartObject("response_format"u8);
        if (format is OutputFormat.JsonSchema schema)
        {
            json.WriteString("type"u8, "json_schema"u8);
            WriteSchema(json, schema);
        }
        else
        {
            json.WriteString("type"u8, "json_object"u8);
        }

        json.WriteEndObject();
    }

    private static void WriteSchema(Utf8JsonWriter json, OutputFormat.JsonSchema schema)
    {
        json.WriteStartObject("json_schema"u8);
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

    private static void WriteStream(Utf8JsonWriter json, ChatRequest request, RequestTarget target)
    {
        if (!request.Stream)
        {
            return;
        }

        json.WriteBoolean("stream"u8, true);
        if (target.AskForUsage)
        {
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }
    }
}
