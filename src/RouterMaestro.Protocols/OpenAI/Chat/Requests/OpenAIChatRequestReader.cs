using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

/// <summary>Reads a Chat Completions request.</summary>
internal static class OpenAIChatRequestReader
{
    private static readonly byte[][] _known = JsonNames.Of(
        "model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k",
        "frequency_penalty", "presence_penalty", "seed", "stop", "user", "safety_identifier", "tools", "functions", "function_call",
        "parallel_tool_calls", "response_format", "reasoning_effort", "reasoning", "thinking");

    // a tool_choice that the canonical model cannot hold stays an extension, for providers of this protocol
    private static readonly byte[][] _knownWithChoice = [.. _known, "tool_choice"u8.ToArray()];

    /// <summary>Reads a request.</summary>
    /// <exception cref="RouterException">The request is not valid.</exception>
    public static ChatRequest Read(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses)
    {
        using var json = JsonRequest.Parse(body, losses);
        var root = json.Root;
        var isChoiceKnown = OpenAIChatToolReader.TryReadChoice(json, out var choice);
        return new ChatRequest(hints.Model ?? json.TakeString(root, "model"u8), OpenAIChatMessageReader.Read(json))
        {
            Stream = hints.Stream ?? json.FindBool(root, "stream"u8) ?? false,
            Tools = OpenAIChatToolReader.Read(json),
            ToolChoice = choice,
            ParallelToolCalls = json.FindBool(root, "parallel_tool_calls"u8),
            Sampling = ReadSampling(json),
            Reasoning = OpenAIChatSettingsReader.ReadReasoning(json),
            OutputFormat = OpenAIChatSettingsReader.ReadFormat(json),
            User = ReadUser(json),
            Extensions = ImplicitDefaults.OfRequest(json.Document.ReadExtensions(root, WireProtocol.OpenAIChat, isChoiceKnown ? _knownWithChoice : _known)),
        };
    }

    private static Sampling ReadSampling(JsonRequest json) => new()
    {
        MaxTokens = json.FindInt(json.Root, "max_completion_tokens"u8) ?? json.FindInt(json.Root, "max_tokens"u8),
        Temperature = json.FindNumber(json.Root, "temperature"u8),
        TopP = json.FindNumber(json.Root, "top_p"u8),
        TopK = json.FindInt(json.Root, "top_k"u8),
        FrequencyPenalty = json.FindNumber(json.Root, "frequency_penalty"u8),
        PresencePenalty = json.FindNumber(json.Root, "presence_penalty"u8),
        Seed = ReadSeed(json),
        StopSequences = ReadStop(json),
    };

    private static long? ReadSeed(JsonRequest json) => json.Root.Find("seed"u8) switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.Number } seed when seed.TryGetInt64(out var number) => number,
        _ => throw json.Wrong("seed"u8, "must be a whole number"),
    };

    private static EquatableArray<string> ReadStop(JsonRequest json) =>
        json.Root.Find("stop"u8).ValueKind == JsonValueKind.String
            ? [json.TakeString(json.Root, "stop"u8)]
            : json.FindStrings(json.Root, "stop"u8);

    private static string? ReadUser(JsonRequest json)
    {
        var user = json.FindString(json.Root, "user"u8);
        var identifier = json.FindString(json.Root, "safety_identifier"u8);
        if (user is not null && identifier is not null && user != identifier)
        {
            json.Losses.Add("safety_identifier");
        }

        return user ?? identifier;
    }
}

/// <summary>Reads the settings of reasoning and of the output format.</summary>
internal static class OpenAIChatSettingsReader
{
    /// <summary>
    /// Reads <c>reasoning_effort</c>, <c>thinking</c> (z.ai and DeepSeek: type and budget; recording test_zai_thinking_mode) and
    /// <c>reasoning</c> (OpenRouter and Snowflake Cortex: effort, limit or enabled; recordings
    /// test_openrouter_thinking_true_emits_effort_medium, test_snowflake_thinking).
    /// </summary>
    public static ReasoningSettings ReadReasoning(JsonRequest json)
    {
        var thinking = json.FindObject(json.Root, "thinking"u8);
        var reasoning = json.FindObject(json.Root, "reasoning"u8);
        var effort = ReadEffort(json, json.Root, "reasoning_effort") ?? ReadNested(json, "reasoning", reasoning, ReadInnerEffort);
        var budget = ReadNested(json, "thinking", thinking, static (json, o) => json.FindInt(o, "budget_tokens"u8))
            ?? ReadNested(json, "reasoning", reasoning, static (json, o) => json.FindInt(o, "max_tokens"u8));
        var mode = ReadNested(json, "thinking", thinking, ReadMode)
            ?? ReadNested(json, "reasoning", reasoning, ReadSwitch)
            ?? ModeOf(effort, budget);
        return mode == ReasoningMode.Unspecified && effort is null && budget is null
            ? ReasoningSettings.Unspecified
            : new(mode, budget, effort);
    }

    public static OutputFormat? ReadFormat(JsonRequest json)
    {
        var format = json.FindObject(json.Root, "response_format"u8);
        if (format.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        using (json.At("response_format"))
        {
            switch (json.TakeString(format, "type"u8))
            {
                case "text":
                    return null;
                case "json_object":
                    return ReadObject(json, format);
                case "json_schema":
                    return ReadSchema(json, json.FindObject(format, "json_schema"u8));
                default:
                    json.Losses.Add("response_format");
                    return null;
            }
        }
    }

    /// <summary>
    /// Reads <c>json_object</c> and a <c>schema</c> beside it, the form of Together and Anyscale Endpoints
    /// (docs.anyscale.com/endpoints/text-generation/json-mode).
    /// </summary>
    private static OutputFormat ReadObject(JsonRequest json, JsonElement format) =>
        format.Find("schema"u8) is { ValueKind: JsonValueKind.Object } schema
            ? new OutputFormat.JsonSchema(json.Document.RawOf(schema))
            : new OutputFormat.JsonObject();

    private static OutputFormat.JsonSchema ReadSchema(JsonRequest json, JsonElement format)
    {
        if (format.ValueKind != JsonValueKind.Object)
        {
            throw json.Wrong("json_schema"u8, "is required");
        }

        using (json.At("json_schema"))
        {
            var schema = json.FindObject(format, "schema"u8);
            return new(schema.ValueKind == JsonValueKind.Object ? json.Document.RawOf(schema) : Domain.RawJson.EmptyObject, json.FindString(format, "name"u8))
            {
                Description = json.FindString(format, "description"u8),
                Strict = json.FindBool(format, "strict"u8),
            };
        }
    }

    private static Effort? ReadInnerEffort(JsonRequest json, JsonElement reasoning) => ReadEffort(json, reasoning, "effort");

    private static Effort? ReadEffort(JsonRequest json, JsonElement parent, string name)
    {
        if (json.FindString(parent, System.Text.Encoding.UTF8.GetBytes(name)) is not { } value)
        {
            return null;
        }

        var effort = OpenAIEffort.Read(value);
        if (effort is null)
        {
            json.Losses.Add(name);
        }

        return effort;
    }

    private static ReasoningMode? ReadMode(JsonRequest json, JsonElement thinking) => json.FindString(thinking, "type"u8) switch
    {
        "enabled" => ReasoningMode.Enabled,
        "disabled" => ReasoningMode.Disabled,
        "adaptive" or "auto" => ReasoningMode.Adaptive,
        _ => null,
    };

    private static ReasoningMode? ReadSwitch(JsonRequest json, JsonElement reasoning) => json.FindBool(reasoning, "enabled"u8) switch
    {
        true => ReasoningMode.Enabled,
        false => ReasoningMode.Disabled,
        null => null,
    };

    private static ReasoningMode ModeOf(Effort? effort, int? budget) => (effort, budget) switch
    {
        (Effort.None, _) => ReasoningMode.Disabled,
        (null, null) => ReasoningMode.Unspecified,
        _ => ReasoningMode.Enabled,
    };

    private static T? ReadNested<T>(JsonRequest json, string name, JsonElement parent, Func<JsonRequest, JsonElement, T?> read)
        where T : struct
    {
        using (json.At(name))
        {
            return parent.ValueKind == JsonValueKind.Object ? read(json, parent) : null;
        }
    }
}
