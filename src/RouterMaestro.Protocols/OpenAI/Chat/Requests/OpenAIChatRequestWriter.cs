using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Fitting;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

/// <summary>Writes requests to Chat providers.</summary>
internal static class OpenAIChatRequestWriter
{
    // OpenAI refuses longer values of user
    private const int MaxUserLength = 64;

    // OpenAI refuses more stop sequences
    private const int MaxStops = 4;

    /// <summary>Writes a request.</summary>
    public static void Write(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        request = MediaFit.For(SamplingFit.WithoutRefusedSwitch(request, target, losses), target.Facts, losses);
        request = FormatFit.WithoutRefusedSchema(request, target, losses);
        var server = target.Server;
        request = OpenAIChatToolChoices.Fit(request with { Messages = OpenAIChatTurns.Arrange(request.Messages, server, losses) }, server.ToolChoice, losses);
        json.WriteStartObject();
        json.WritePropertyName("model"u8);
        json.WriteRawValue(target.QuotedModelId.Span, skipInputValidation: true);
        new OpenAIChatMessageWriter(json, target, losses).Write(request.Messages);
        OpenAIChatToolWriter.Write(json, request, target, losses);
        WriteSampling(json, SamplingFit.For(request, target, losses), target, losses);
        WriteReasoning(json, request, target, losses);
        WriteFormat(json, request.OutputFormat, target, losses);
        WriteUser(json, request.User);
        WriteStream(json, request, target);
        var remaining = OpenAISharedFields.Write(
            json, request.Extensions, WireProtocol.OpenAIResponses, target, "prompt_cache_key", "prompt_cache_retention", "service_tier", "text.verbosity");
        json.WriteExtensions(remaining, losses);
        json.WriteEndObject();
    }

    private static void WriteSampling(Utf8JsonWriter json, Sampling sampling, RequestTarget target, LossSink losses)
    {
        if (sampling.MaxTokens is { } max)
        {
            if (max > target.Limits.MaxOutputTokens)
            {
                losses.Add("max_tokens");
            }

            // OpenAI's reasoning models refuse max_tokens; compatible servers that refuse the new name serve models of the same names
            var usesNewName = target.Server.WantsMaxCompletionTokens
                || ((target.IsOpenAIItself || target.RenamesMaxTokens) && (target.Facts.RenamesMaxTokens ?? OpenAIModels.Reasons(target.Model.Id)));
            json.WriteNumber(usesNewName ? "max_completion_tokens"u8 : "max_tokens"u8, Math.Min(max, target.Limits.MaxOutputTokens ?? max));
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

        var max = target.IsOpenAIItself ? MaxStops : int.MaxValue;
        if (sampling.StopSequences.Count > max)
        {
            losses.Add("stop");
        }

        json.WriteStartArray("stop"u8);
        foreach (var sequence in sampling.StopSequences.Take(max))
        {
            json.WriteStringValue(sequence);
        }

        json.WriteEndArray();
    }

    private static void WriteReasoning(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        var requested = request.Reasoning;
        var reasoning = target.Resolve(requested);
        if (target.SupportsThinkingParameter && reasoning.Mode is ReasoningMode.Enabled or ReasoningMode.Adaptive && ToolLoop.HasLostReasoning(request, target))
        {
            losses.Add("thinking");
            reasoning = new(ReasoningMode.Disabled);
        }

        WriteReasoning(json, reasoning.Mode, target);
        if (OpenAIEffort.Of(reasoning, target) is not { } effort)
        {
            return;
        }

        if (target.Efforts is not null)
        {
            WriteFitted(json, effort, target, requested != ReasoningSettings.Unspecified, losses);
            return;
        }

        // an effort that the gateway added itself is no loss for the caller
        var isRefused = target.IsOpenAIItself ? !OpenAIModels.Reasons(target.Model.Id) : OpenAIModels.IsKnownNotToReason(target.Model.Id);
        // efforts above high are written as high
        if (isRefused ? requested != ReasoningSettings.Unspecified : OpenAIEffort.Of(requested) > Effort.High)
        {
            losses.Add("reasoning_effort");
        }

        if (!isRefused)
        {
            json.WriteString("reasoning_effort"u8, OpenAIEffort.Write(effort));
        }
    }

    /// <summary>Writes the effort that the model accepts in the place of the one asked for.</summary>
    private static void WriteFitted(Utf8JsonWriter json, Effort effort, RequestTarget target, bool isAsked, LossSink losses)
    {
        var fitted = target.Fit(effort);
        if (isAsked && fitted != effort)
        {
            losses.Add("reasoning_effort");
        }

        if (fitted is { } accepted)
        {
            json.WriteString("reasoning_effort"u8, OpenAIEffort.WriteExact(accepted));
        }
    }

    /// <summary>
    /// Writes <c>thinking</c>, by which z.ai (recording test_zai_thinking_mode), DeepSeek (NousResearch/hermes-agent#15228) and Moonshot
    /// (NousResearch/hermes-agent#34208) switch reasoning on and off.
    /// </summary>
    private static void WriteReasoning(Utf8JsonWriter json, ReasoningMode mode, RequestTarget target)
    {
        if (target.SupportsThinkingParameter && mode != ReasoningMode.Unspecified)
        {
            json.WriteStartObject("thinking"u8);
            json.WriteString("type"u8, mode == ReasoningMode.Disabled ? "disabled"u8 : "enabled"u8);
            json.WriteEndObject();
        }
    }

    private static void WriteFormat(Utf8JsonWriter json, OutputFormat? format, RequestTarget target, LossSink losses)
    {
        if (format is null)
        {
            return;
        }

        json.WriteStartObject("response_format"u8);
        if (format is OutputFormat.JsonSchema schema)
        {
            json.WriteString("type"u8, "json_schema"u8);
            WriteSchema(json, schema, target, losses);
        }
        else
        {
            json.WriteString("type"u8, "json_object"u8);
        }

        json.WriteEndObject();
    }

    private static void WriteSchema(Utf8JsonWriter json, OutputFormat.JsonSchema schema, RequestTarget target, LossSink losses)
    {
        json.WriteStartObject("json_schema"u8);
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

        json.WriteEndObject();
    }

    /// <summary>Writes <c>user</c>. An id that is too long is replaced by its digest, which still identifies the user.</summary>
    private static void WriteUser(Utf8JsonWriter json, string? user)
    {
        if (user is not null)
        {
            json.WriteString("user"u8, user.Length <= MaxUserLength ? user : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user))));
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

/// <summary>Writes <c>tools</c>, <c>tool_choice</c> and <c>parallel_tool_calls</c>.</summary>
internal static class OpenAIChatToolWriter
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        var isOpen = false;
        foreach (var tool in request.Tools)
        {
            if (tool is Tool.BuiltIn builtIn && !OpenAIChatExtensions.IsOwn(tool.Extensions))
            {
                losses.Add($"tools.{builtIn.Kind}");
                continue;
            }

            if (!isOpen)
            {
                json.WriteStartArray("tools"u8);
                isOpen = true;
            }

            WriteTool(json, tool, target, losses);
        }

        if (isOpen)
        {
            json.WriteEndArray();
            WriteChoice(json, request, losses);
        }
    }

    private static void WriteTool(Utf8JsonWriter json, Tool tool, RequestTarget target, LossSink losses)
    {
        if (tool.Cache is not null)
        {
            losses.Add("cache_control");
        }

        json.WriteStartObject();
        if (tool is Tool.Function custom && OpenAIChatCustomTools.IsCustom(custom))
        {
            OpenAIChatCustomTools.WriteTool(json, custom);
            json.WriteEndObject();
            return;
        }

        if (tool is Tool.Function function)
        {
            json.WriteString("type"u8, "function"u8);
            WriteFunction(json, function, target, losses);
        }
        else
        {
            json.WriteString("type"u8, ((Tool.BuiltIn)tool).Kind);
        }

        json.WriteExtensions(tool.Extensions, losses, "tools.");
        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, Tool.Function function, RequestTarget target, LossSink losses)
    {
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, function.Name);
        if (function.Description is { } description)
        {
            json.WriteText("description"u8, description);
        }

        var schema = OpenAISchemas.ForTool(function, target, losses);
        json.WriteRaw("parameters"u8, schema);
        if (OpenAISchemas.StrictnessOf(function, schema, losses) is { } strict)
        {
            json.WriteBoolean("strict"u8, strict);
        }

        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatRequest request, LossSink losses)
    {
        switch (request.ToolChoice)
        {
            case null:
                break;
            case ToolChoice.Specific specific when !HasFunction(request, specific.Name):
                losses.Add("tool_choice");
                break;
            case ToolChoice.Specific specific:
                var kind = OpenAIChatCustomTools.GetNames(request.Tools).Contains(specific.Name) ? OpenAIChatCustomTools.Kind : "function";
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, kind);
                json.WriteStartObject(kind);
                json.WriteString("name"u8, specific.Name);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                json.WriteString("tool_choice"u8, GetValue(request.ToolChoice));
                break;
        }

        if (request.ParallelToolCalls is { } parallel)
        {
            json.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    private static bool HasFunction(ChatRequest request, string name)
    {
        foreach (var tool in request.Tools)
        {
            if (tool is Tool.Function function && function.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> GetValue(ToolChoice choice) => choice switch
    {
        ToolChoice.None => "none"u8,
        ToolChoice.Required => "required"u8,
        _ => "auto"u8,
    };
}

/// <summary>Checks a conversation that continues with tool results.</summary>
internal static class ToolLoop
{
    /// <summary>
    /// Returns true if tool calls of the current turn have lost their reasoning. Moonshot kimi-k2.5 ("thinking is enabled but
    /// reasoning_content is missing in assistant tool call message", continuedev/continue#11527) and DeepSeek V4 (earendil-works/pi#3636)
    /// then return 400 unless thinking is disabled. OpenAI's models show no reasoning in Chat and take none back.
    /// </summary>
    public static bool HasLostReasoning(ChatRequest request, RequestTarget target)
    {
        if (OpenAIModels.Reasons(target.Model.Id) || request.Messages is not [.., { Role: Role.User } last] || !HasResults(last))
        {
            return false;
        }

        for (var index = request.Messages.Count - 1; index >= 0 && (request.Messages[index].Role != Role.User || HasResults(request.Messages[index])); index--)
        {
            var parts = request.Messages[index].Parts;
            if (parts.Any(p => p is ToolCallPart) && !parts.Any(p => p is ReasoningPart reasoning && OpenAIChatReasoningShapes.Find(reasoning.Signature, target) is not null))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasResults(Message message) => message.Parts.Any(p => p is ToolResultPart);
}
