using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Writes a Messages request.</summary>
internal static class AnthropicRequestWriter
{
    private const int UsualMaxTokens = 4096;

    // what is thought counts too
    private const int DefaultMaxTokensWithReasoning = 16384;

    /// <summary>Stands for a format that the dialect does not have, where no tool can stand for it either.</summary>
    private const string JsonInstruction = "Answer with exactly one JSON object and nothing else: no prose, no code fence.";

    public static void Write(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        var conversation = AnthropicConversation.Of(request.Messages, target, losses);
        var maxTokens = MaxTokensOf(request, target, losses);
        var thinking = AnthropicReasoningPlan.Make(request, conversation, target, maxTokens, losses);
        var isForcedJson = ForcedJsonTool.Fits(request, conversation, thinking);
        if (request.OutputFormat is OutputFormat.JsonObject && !isForcedJson)
        {
            conversation.Instruct(JsonInstruction);
        }

        json.WriteStartObject();
        json.WritePropertyName("model"u8);
        json.WriteRawValue(target.QuotedModelId.Span, skipInputValidation: true);
        json.WriteNumber("max_tokens"u8, maxTokens);
        if (request.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        new AnthropicMessageWriter(json, losses).Write(conversation);
        AnthropicToolWriter.Write(json, request, losses);
        if (isForcedJson)
        {
            ForcedJsonTool.WriteTool(json);
        }

        AnthropicSamplingWriter.Write(json, request.Sampling, thinking.IsOn, losses);
        thinking.Write(json, request.Extensions);
        WriteOutputConfig(json, request, thinking.Effort, isForcedJson, losses);
        WriteUser(json, request.User);
        AnthropicExtensions.WriteOutside(json, request.Extensions, losses);
        json.WriteEndObject();
    }

    private static int MaxTokensOf(ChatRequest request, RequestTarget target, LossSink losses)
    {
        var most = target.Limits.MaxOutputTokens;
        if (request.Sampling.MaxTokens is not { } asked)
        {
            var thinks = target.Resolve(request.Reasoning) is { Mode: ReasoningMode.Enabled or ReasoningMode.Adaptive } or { Effort: > Effort.None };
            return most ?? (thinks ? DefaultMaxTokensWithReasoning : UsualMaxTokens);
        }

        if (asked > most)
        {
            losses.Add("max_tokens");
        }

        return Math.Min(asked, most ?? asked);
    }

    private static void WriteOutputConfig(Utf8JsonWriter json, ChatRequest request, Effort? effort, bool isForcedJson, LossSink losses)
    {
        if (request.OutputFormat is OutputFormat.JsonObject && !isForcedJson)
        {
            losses.Add("response_format");
        }

        var extensions = AnthropicExtensions.Within(request.Extensions, AnthropicNames.OutputConfig);
        var schema = request.OutputFormat as OutputFormat.JsonSchema;
        if (effort is null && schema is null && extensions.Count == 0)
        {
            return;
        }

        json.WriteStartObject("output_config"u8);
        if (effort is { } told)
        {
            json.WriteString("effort"u8, AnthropicEffort.Write(told));
        }

        if (schema is not null)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteRaw("schema"u8, schema.Schema);
            json.WriteEndObject();
        }

        AnthropicExtensions.Write(json, extensions, AnthropicNames.OutputConfig);
        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, string? user)
    {
        if (user is not null)
        {
            json.WriteStartObject("metadata"u8);
            json.WriteString("user_id"u8, user);
            json.WriteEndObject();
        }
    }
}
