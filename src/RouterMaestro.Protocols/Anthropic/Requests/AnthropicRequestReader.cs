using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Errors;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.ForeignContent;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.Anthropic.Requests;

/// <summary>Reads a Messages request.</summary>
internal static class AnthropicRequestReader
{
    private static readonly byte[][] _known =
    [
        .. AnthropicNames.Of(
            "model", "messages", "system", "stream", "max_tokens", "temperature", "top_p", "top_k", "stop_sequences", "metadata", "tools"),
        .. AnthropicNames.Of("tool_choice", "thinking", "output_config", "output_format"),
    ];

    /// <exception cref="RouterException">The request is not valid.</exception>
    public static ChatRequest Read(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses)
    {
        using var json = JsonRequest.Parse(body, losses);
        var root = json.Root;
        RefuseThread(json);
        return new ChatRequest(hints.Model ?? json.TakeString(root, "model"u8), AnthropicMessageReader.Read(json))
        {
            Stream = hints.Stream ?? json.FindBool(root, "stream"u8) ?? false,
            Tools = AnthropicToolReader.Read(json),
            ToolChoice = AnthropicToolReader.ReadChoice(json),
            ParallelToolCalls = AnthropicToolReader.ReadParallel(json),
            Sampling = ReadSampling(json),
            Reasoning = AnthropicSettingsReader.ReadReasoning(json),
            OutputFormat = AnthropicSettingsReader.ReadFormat(json),
            User = ReadUser(json),
            Extensions = ReadExtensions(json),
        };
    }

    /// <summary>
    /// Refuses <c>thread</c>, which only the provider that began it can continue. At these error codes the tool runner of
    /// @anthropic-ai/sdk 1.12 continues without it.
    /// </summary>
    private static void RefuseThread(JsonRequest json)
    {
        var thread = json.Root.Find("thread"u8);
        if (thread.ValueKind != JsonValueKind.Undefined)
        {
            var continues = thread.ValueKind == JsonValueKind.Object && thread.Find("previous_message_id"u8).ValueKind == JsonValueKind.String;
            var error = RouterError.Invalid("thread", "Message threads cannot be carried to a provider of another protocol.");
            throw new RouterException(error with { Code = continues ? AnthropicErrors.ThreadNotFound : AnthropicErrors.ThreadUnsupported });
        }
    }

    private static Sampling ReadSampling(JsonRequest json) => new()
    {
        MaxTokens = json.FindInt(json.Root, "max_tokens"u8),
        Temperature = json.FindNumber(json.Root, "temperature"u8),
        TopP = json.FindNumber(json.Root, "top_p"u8),
        TopK = json.FindInt(json.Root, "top_k"u8),
        StopSequences = json.FindStrings(json.Root, "stop_sequences"u8),
    };

    private static string? ReadUser(JsonRequest json)
    {
        var metadata = json.FindObject(json.Root, "metadata"u8);
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in metadata.EnumerateObject())
        {
            if (!member.NameEquals("user_id"u8))
            {
                json.Losses.Add($"metadata.{JsonBody.NameOf(member)}");
            }
        }

        using (json.At("metadata"))
        {
            return json.FindString(metadata, "user_id"u8);
        }
    }

    private static Extensions ReadExtensions(JsonRequest json)
    {
        List<ExtensionField>? fields = null;
        json.Document.Collect(json.Root, _known, "", ref fields);
        AnthropicSettingsReader.CollectExtensions(json, ref fields);
        return fields is null ? Extensions.None : new(WireProtocol.AnthropicMessages, fields.ToEquatableArray());
    }
}

/// <summary>Reads the conversation of a request: the system prompt first, then the messages in their order.</summary>
internal sealed class AnthropicMessageReader
{
    private static readonly byte[][] _known = AnthropicNames.Of("role", "content");
    private readonly JsonRequest _json;
    private readonly AnthropicBlockReader _blocks;
    private readonly List<Message> _messages = [];

    private AnthropicMessageReader(JsonRequest json) => (_json, _blocks) = (json, new(json));

    public static EquatableArray<Message> Read(JsonRequest json)
    {
        var reader = new AnthropicMessageReader(json);
        reader.ReadSystem();
        reader.ReadMessages();
        return reader._messages.ToEquatableArray();
    }

    private void ReadSystem()
    {
        var system = _json.Root.Find("system"u8);
        if (system.ValueKind != JsonValueKind.Undefined)
        {
            using (_json.At("system"))
            {
                AddInstructions(system, Extensions.None);
            }
        }
    }

    private void ReadMessages()
    {
        var messages = _json.FindArray(_json.Root, "messages"u8);
        if (messages.ValueKind == JsonValueKind.Undefined)
        {
            throw _json.Wrong("messages"u8, "is required");
        }

        using (_json.At("messages"))
        {
            var at = 0;
            foreach (var message in messages.EnumerateArray())
            {
                using (_json.At(at++))
                {
                    ReadMessage(message);
                }
            }
        }
    }

    private void ReadMessage(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw _json.Wrong("must be an object");
        }

        var role = RoleOf(message);
        var content = message.Find("content"u8);
        if (content.ValueKind == JsonValueKind.Undefined && role != Role.Assistant)
        {
            throw _json.Wrong("content"u8, "is required");
        }

        var extensions = _json.Document.ReadExtensions(message, WireProtocol.AnthropicMessages, _known);
        using (_json.At("content"))
        {
            if (role == Role.System)
            {
                AddInstructions(content, extensions);
            }
            else
            {
                var parts = _blocks.Read(content);
                if (role == Role.User && ForeignParts.IsLost(_json, content, parts.Count))
                {
                    throw _json.Wrong("has no block that is known here");
                }

                _messages.Add(new(role, parts) { Extensions = extensions });
            }
        }
    }

    private Role RoleOf(JsonElement message) => _json.TakeString(message, "role"u8) switch
    {
        "user" => Role.User,
        "assistant" => Role.Assistant,
        "system" => Role.System,
        _ => throw _json.Wrong("role"u8, "must be user, assistant or system"),
    };

    /// <summary>Adds instructions, unless they are empty after the client's billing lines are removed.</summary>
    private void AddInstructions(JsonElement content, Extensions extensions)
    {
        List<ContentPart> parts = [];
        foreach (var part in _blocks.Read(content))
        {
            if (part is not TextPart text)
            {
                _json.Losses.Add("system");
                continue;
            }

            var stripped = ClaudeCodeBillingText.Strip(text.Text);
            if (!stripped.IsEmpty)
            {
                parts.Add(text with { Text = stripped });
            }
        }

        if (parts.Count > 0)
        {
            _messages.Add(new(Role.System, parts.ToEquatableArray()) { Extensions = extensions });
        }
    }
}

/// <summary>Reads the settings of a request for reasoning and for the response format.</summary>
internal static class AnthropicSettingsReader
{
    private static readonly byte[][] _thinking = AnthropicNames.Of("type", "budget_tokens");
    private static readonly byte[][] _config = AnthropicNames.Of("effort", "format");

    public static ReasoningSettings ReadReasoning(JsonRequest json)
    {
        var thinking = json.FindObject(json.Root, "thinking"u8);
        var effort = ReadEffort(json);
        if (thinking.ValueKind != JsonValueKind.Object)
        {
            return effort is null ? ReasoningSettings.Unspecified : new(ReasoningMode.Unspecified, Effort: effort);
        }

        using (json.At("thinking"))
        {
            return new(ReadMode(json, thinking), json.FindInt(thinking, "budget_tokens"u8), effort);
        }
    }

    public static OutputFormat? ReadFormat(JsonRequest json)
    {
        var config = json.FindObject(json.Root, "output_config"u8);
        var format = config.ValueKind == JsonValueKind.Object ? config.Find("format"u8) : default;

        // the former name of output_config.format
        var found = format.ValueKind == JsonValueKind.Undefined ? json.Root.Find("output_format"u8) : format;
        if (found.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (found.Find("schema"u8) is { ValueKind: JsonValueKind.Object } schema)
        {
            return new OutputFormat.JsonSchema(json.Document.RawOf(schema), json.FindString(found, "name"u8));
        }

        json.Losses.Add("output_config.format");
        return null;
    }

    public static void CollectExtensions(JsonRequest json, ref List<ExtensionField>? fields)
    {
        json.Document.Collect(json.Root.Find("thinking"u8), _thinking, AnthropicNames.Thinking, ref fields);
        json.Document.Collect(json.Root.Find("output_config"u8), _config, AnthropicNames.OutputConfig, ref fields);
    }

    private static ReasoningMode ReadMode(JsonRequest json, JsonElement thinking)
    {
        switch (json.TakeString(thinking, "type"u8))
        {
            case "enabled":
                return ReasoningMode.Enabled;
            case "adaptive":
                return ReasoningMode.Adaptive;
            case "disabled":
                return ReasoningMode.Disabled;
            default:
                json.Losses.Add("thinking.type");
                return ReasoningMode.Unspecified;
        }
    }

    private static Effort? ReadEffort(JsonRequest json)
    {
        var config = json.FindObject(json.Root, "output_config"u8);
        if (config.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        using (json.At("output_config"))
        {
            if (json.FindString(config, "effort"u8) is not { } name)
            {
                return null;
            }

            var effort = AnthropicEffort.Read(name);
            if (effort is null)
            {
                json.Losses.Add("output_config.effort");
            }

            return effort;
        }
    }
}

/// <summary>Reads the facts of a request and validates the fields that every request is checked for.</summary>
internal static class AnthropicFacts
{
    private static readonly KnownFields _fields = new(
        new("model", FieldShape.Any, RequestSlot.Model),
        new("messages", FieldShape.Any, RequestSlot.Messages),
        new("stream", FieldShape.Boolean, RequestSlot.Stream),
        new("tools", FieldShape.Array, RequestSlot.Tools),
        new("max_tokens", FieldShape.Count, RequestSlot.MaxTokens), // 0 only fills the prompt cache
        new("thinking", FieldShape.Object, RequestSlot.Thinking),
        new("output_config", FieldShape.Object, RequestSlot.OutputConfig),
        new("output_format", FieldShape.Object, RequestSlot.OutputFormat),
        new("thread", FieldShape.Any, RequestSlot.Thread),
        new("temperature", FieldShape.NotNegative),
        new("top_p", FieldShape.NotNegative),
        new("top_k", FieldShape.Integer),
        new("stop_sequences", FieldShape.Array),
        new("tool_choice", FieldShape.Object),
        new("metadata", FieldShape.Object, RequestSlot.Session),
        new("service_tier", FieldShape.String));

    public static FactsReading Read(ReadOnlySpan<byte> body, RequestHints hints)
    {
        var scan = RequestScan.Read(body, _fields);
        if (scan.Error is { } error)
        {
            return new(error);
        }

        var outputConfig = scan.BytesOf(RequestSlot.OutputConfig);
        var hasEffort = MemberProbe.Has(outputConfig, "effort"u8);
        var wantsReasoning = scan.AsksForReasoning(RequestSlot.Thinking) || hasEffort;
        var wantsSchema = MemberProbe.Has(outputConfig, "format"u8) || scan[RequestSlot.OutputFormat].IsGiven;
        var traits = new RequestTraits(Usage: false, wantsReasoning, wantsSchema, hasEffort || scan[RequestSlot.Thinking].IsGiven)
        {
            ConversationState = ConversationStateOf(in scan),
            PreviousResponseId = MemberProbe.FindId(scan.BytesOf(RequestSlot.Thread), "previous_message_id"u8),
        };
        return RequestFactsBuilder.Build(in scan, body.Length, hints, traits);
    }

    private static ConversationState ConversationStateOf(in RequestScan scan) =>
        !scan[RequestSlot.Thread].IsGiven ? ConversationState.Stateless
        : MemberProbe.Has(scan.BytesOf(RequestSlot.Thread), "previous_message_id"u8) ? ConversationState.Continues
        : ConversationState.Stores;
}
