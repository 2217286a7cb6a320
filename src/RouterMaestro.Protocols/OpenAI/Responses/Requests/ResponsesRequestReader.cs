using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.ForeignContent;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses.Requests;

/// <summary>Reads a Responses request.</summary>
internal static class ResponsesRequestReader
{
    private static readonly string[] _storedByProvider = ["previous_response_id", "conversation", "prompt"];

    /// <exception cref="RouterException">The request is not valid, or cannot be sent to a provider of another protocol.</exception>
    public static ChatRequest Read(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses)
    {
        using var json = JsonRequest.Parse(body, losses);
        RefuseStoredContent(json);
        var root = json.Root;
        var input = ResponsesInputReader.Read(json);
        var tools = ReadTools(json, input.Tools);
        var isChoiceKnown = ResponsesToolChoiceReader.TryRead(json, tools, out var choice);
        return new ChatRequest(hints.Model ?? json.TakeString(root, "model"u8), input.Messages)
        {
            Stream = hints.Stream ?? json.FindBool(root, "stream"u8) ?? false,
            Tools = tools.ToEquatableArray(),
            ToolChoice = choice,
            ParallelToolCalls = json.FindBool(root, "parallel_tool_calls"u8),
            Sampling = ReadSampling(json),
            Reasoning = ResponsesSettingsReader.ReadReasoning(json),
            OutputFormat = ResponsesSettingsReader.ReadFormat(json),
            User = json.FindString(root, "user"u8) ?? json.FindString(root, "safety_identifier"u8),
            Extensions = ResponsesExtensions.Collect(json, isChoiceKnown, input.Extensions),
        };
    }

    /// <summary>Refuses references to content that only the provider which stores it can read.</summary>
    private static void RefuseStoredContent(JsonRequest json)
    {
        foreach (var name in _storedByProvider)
        {
            if (json.Root.TryGetProperty(name, out var stored) && stored.ValueKind != JsonValueKind.Null)
            {
                throw json.Wrong(
                    System.Text.Encoding.ASCII.GetBytes(name),
                    $"'{name}' names state that its provider stores, which cannot be carried to a provider of another protocol: send the whole conversation as 'input'");
            }
        }

        if (json.FindBool(json.Root, "background"u8) is true)
        {
            throw json.Wrong("background"u8, "'background' cannot be asked of a provider of another protocol: leave it out, or stream");
        }
    }

    private static List<Tool> ReadTools(JsonRequest json, List<Tool> found)
    {
        List<Tool> tools = [];
        var declared = json.FindArray(json.Root, "tools"u8);
        using (json.At("tools"))
        {
            ResponsesToolReader.Read(json, declared, tools);
        }

        // a tool that a search found may be declared too
        tools.AddRange(found.Where(f => f is not Tool.Function function || !tools.Exists(t => t is Tool.Function known && known.Name == function.Name)));
        return tools;
    }

    private static Sampling ReadSampling(JsonRequest json) => new()
    {
        MaxTokens = json.FindInt(json.Root, "max_output_tokens"u8),
        Temperature = json.FindNumber(json.Root, "temperature"u8),
        TopP = json.FindNumber(json.Root, "top_p"u8),
    };
}

/// <summary>Reads the settings of reasoning and the output format.</summary>
internal static class ResponsesSettingsReader
{
    public static ReasoningSettings ReadReasoning(JsonRequest json)
    {
        var reasoning = json.FindObject(json.Root, "reasoning"u8);
        using (json.At("reasoning"))
        {
            if (reasoning.ValueKind != JsonValueKind.Object || json.FindString(reasoning, "effort"u8) is not { } word)
            {
                return ReasoningSettings.Unspecified;
            }

            if (OpenAIEffort.Read(word) is { } effort)
            {
                return new(effort == Effort.None ? ReasoningMode.Disabled : ReasoningMode.Enabled, Effort: effort);
            }

            json.Losses.Add("reasoning.effort");
            return ReasoningSettings.Unspecified;
        }
    }

    public static OutputFormat? ReadFormat(JsonRequest json)
    {
        var text = json.FindObject(json.Root, "text"u8);
        using (json.At("text"))
        {
            var format = text.ValueKind == JsonValueKind.Object ? json.FindObject(text, "format"u8) : default;
            if (format.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            using (json.At("format"))
            {
                return ReadFormat(json, format);
            }
        }
    }

    private static OutputFormat? ReadFormat(JsonRequest json, JsonElement format)
    {
        switch (json.TakeString(format, "type"u8))
        {
            case "text":
                return null;
            case "json_object":
                return new OutputFormat.JsonObject();
            case "json_schema":
                var schema = json.FindObject(format, "schema"u8);
                return new OutputFormat.JsonSchema(
                    schema.ValueKind == JsonValueKind.Object ? json.Document.RawOf(schema) : RawJson.EmptyObject, json.FindString(format, "name"u8))
                {
                    Description = json.FindString(format, "description"u8),
                    Strict = json.FindBool(format, "strict"u8),
                };
            default:
                json.Losses.Add("text.format");
                return null;
        }
    }
}

/// <summary>Reads <c>tool_choice</c>.</summary>
internal static class ResponsesToolChoiceReader
{
    /// <summary>Reads the choice.</summary>
    /// <param name="json">The request.</param>
    /// <param name="tools">The tools. Those that the choice does not allow are removed.</param>
    /// <param name="choice">The choice; null if there is none.</param>
    /// <returns>False if the choice is an object that the canonical model cannot express.</returns>
    public static bool TryRead(JsonRequest json, List<Tool> tools, out ToolChoice? choice)
    {
        choice = null;
        var value = json.Root.Find("tool_choice"u8);
        using (json.At("tool_choice"))
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Undefined:
                    return true;
                case JsonValueKind.String:
                    choice = OfWord(json, json.Document.StringOf(value));
                    return true;
                case JsonValueKind.Object:
                    choice = OfObject(json, value, tools);
                    return choice is not null;
                default:
                    throw json.Wrong("must be a string or an object");
            }
        }
    }

    private static ToolChoice? OfWord(JsonRequest json, string word)
    {
        switch (word)
        {
            case "auto":
                return new ToolChoice.Auto();
            case "none":
                return new ToolChoice.None();
            case "required":
                return new ToolChoice.Required();
            default:
                json.Losses.Add("tool_choice");
                return null;
        }
    }

    private static ToolChoice? OfObject(JsonRequest json, JsonElement choice, List<Tool> tools)
    {
        switch (json.TakeString(choice, "type"u8))
        {
            case "function" or "custom" when choice.Find("name"u8).ValueKind != JsonValueKind.Undefined || choice.Find("function"u8).ValueKind != JsonValueKind.Object:
                return new ToolChoice.Specific(NameOf(json, choice));
            case "allowed_tools":
                Allow(json, json.FindArray(choice, "tools"u8), tools);
                return json.FindString(choice, "mode"u8) == "required" ? new ToolChoice.Required() : new ToolChoice.Auto();
            default:
                return ForeignTools.ReadChoice(json, choice);
        }
    }

    private static string NameOf(JsonRequest json, JsonElement choice) =>
        ResponsesToolNames.Flatten(json.FindString(choice, "namespace"u8), json.TakeString(choice, "name"u8));

    private static void Allow(JsonRequest json, JsonElement allowed, List<Tool> tools)
    {
        HashSet<string> names = [];
        foreach (var tool in allowed.Elements())
        {
            if (json.Document.FindString(tool, "name"u8) is { } name)
            {
                names.Add(ResponsesToolNames.Flatten(json.Document.FindString(tool, "namespace"u8), name));
            }

            if (json.Document.FindString(tool, "type"u8) is { } type)
            {
                names.Add(type);
            }
        }

        tools.RemoveAll(t => !names.Contains(t is Tool.Function function ? function.Name : ((Tool.BuiltIn)t).Kind));
    }
}

/// <summary>Reads the facts of a request, and checks the shapes of its known members.</summary>
internal static class ResponsesFacts
{
    private static readonly KnownFields _fields = new(
        new("model", FieldShape.Any, RequestSlot.Model),
        new("input", FieldShape.Any, RequestSlot.Messages),
        new("stream", FieldShape.Boolean, RequestSlot.Stream),
        new("tools", FieldShape.Array, RequestSlot.Tools),
        new("max_output_tokens", FieldShape.Positive, RequestSlot.MaxTokens),
        new("reasoning", FieldShape.Object, RequestSlot.Reasoning),
        new("text", FieldShape.Object, RequestSlot.OutputFormat),
        new("previous_response_id", FieldShape.String, RequestSlot.PreviousResponse),
        new("conversation", FieldShape.Any, RequestSlot.Conversation),
        new("prompt", FieldShape.Object, RequestSlot.Prompt),
        new("instructions", FieldShape.String),
        new("temperature", FieldShape.NotNegative),
        new("top_p", FieldShape.NotNegative),
        new("top_logprobs", FieldShape.Count),
        new("max_tool_calls", FieldShape.Count),
        new("store", FieldShape.Boolean),
        new("background", FieldShape.Boolean, RequestSlot.Background),
        new("parallel_tool_calls", FieldShape.Boolean),
        new("stream_options", FieldShape.Object),
        new("metadata", FieldShape.Object),
        new("include", FieldShape.Array),
        new("truncation", FieldShape.String),
        new("user", FieldShape.String),
        new("safety_identifier", FieldShape.String),
        new("prompt_cache_key", FieldShape.String, RequestSlot.Session),
        new("service_tier", FieldShape.String));

    public static FactsReading Read(ReadOnlySpan<byte> body, RequestHints hints)
    {
        var scan = RequestScan.Read(body, _fields);
        if (scan.Error is { } error)
        {
            return new(error);
        }

        if (!RequestFactsBuilder.TryReadModel(in scan, hints, out var model, out var unnamed))
        {
            return new(unnamed);
        }

        if (!HasInput(in scan))
        {
            return new(RouterError.Invalid("input", "'input' must be a string or a non-empty array"));
        }

        var traits = new RequestTraits(Usage: false, scan.AsksForReasoning(RequestSlot.Reasoning), WantsSchema(in scan), scan[RequestSlot.Reasoning].IsGiven)
        {
            ConversationState = ConversationStateOf(in scan),
            PreviousResponseId = scan.StringOf(RequestSlot.PreviousResponse),
        };
        return RequestFactsBuilder.Build(
            in scan, body.Length, hints, traits, model, ImageProbe.FindInItems(scan.BytesOf(RequestSlot.Messages)));
    }

    /// <summary>Returns true if the request has input. A request that continues a stored conversation needs none.</summary>
    private static bool HasInput(in RequestScan scan)
    {
        var continues = Continues(in scan);
        return scan[RequestSlot.Messages].Kind switch
        {
            JsonValueKind.String => true,
            JsonValueKind.Array => continues || scan.HasElements(RequestSlot.Messages),
            JsonValueKind.Undefined or JsonValueKind.Null => continues,
            _ => false,
        };
    }

    private static ConversationState ConversationStateOf(in RequestScan scan) =>
        Continues(in scan) ? ConversationState.Continues
        : scan[RequestSlot.Background].Kind == JsonValueKind.True ? ConversationState.Stores
        : ConversationState.Stateless;

    /// <summary>Returns true if the request names state that its provider stores.</summary>
    private static bool Continues(in RequestScan scan) =>
        scan[RequestSlot.PreviousResponse].IsGiven || scan[RequestSlot.Conversation].IsGiven || scan[RequestSlot.Prompt].IsGiven;

    private static bool WantsSchema(in RequestScan scan)
    {
        var text = scan.BytesOf(RequestSlot.OutputFormat);
        return MemberProbe.TryFind(text, "format"u8, out var format)
            && format.Kind == JsonValueKind.Object
            && MemberProbe.Is(text.Slice(format.Place.Start, format.Place.Length), "type"u8, "\"json_schema\""u8);
    }
}
