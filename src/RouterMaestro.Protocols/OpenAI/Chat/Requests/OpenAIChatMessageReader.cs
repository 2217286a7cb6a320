using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.ForeignContent;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

/// <summary>Reads the messages of a request. Consecutive tool messages become one user message, as in the canonical model.</summary>
internal sealed class OpenAIChatMessageReader
{
    private static readonly byte[][] _known = JsonNames.Of("role", "content", "name");

    private readonly JsonRequest _json;
    private readonly OpenAIChatTurnReader _turns;
    private readonly List<Message> _messages = [];
    private readonly List<ContentPart> _results = [];

    private OpenAIChatMessageReader(JsonRequest json) => (_json, _turns) = (json, new(json));

    /// <summary>Reads <c>messages</c>.</summary>
    public static EquatableArray<Message> Read(JsonRequest json)
    {
        var reader = new OpenAIChatMessageReader(json);
        var messages = json.FindArray(json.Root, "messages"u8);
        if (messages.ValueKind == JsonValueKind.Undefined)
        {
            throw json.Wrong("messages"u8, "is required");
        }

        using (json.At("messages"))
        {
            reader.ReadEach(messages);
        }

        return reader._messages.ToEquatableArray();
    }

    private void ReadEach(JsonElement messages)
    {
        var at = 0;
        foreach (var message in messages.EnumerateArray())
        {
            using (_json.At(at++))
            {
                Read(message);
            }
        }

        FlushResults();
    }

    private void Read(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw _json.Wrong("must be an object");
        }

        var role = _json.TakeString(message, "role"u8);
        switch (role)
        {
            case "tool":
                AddResult(_turns.ReadResult(message));
                return;
            case "function":
                AddResult(_turns.ReadLegacyResult(message));
                return;
        }

        // the results belong before the message that follows them
        FlushResults();
        _messages.Add(role switch
        {
            "user" => ReadMessage(message, Role.User),
            "system" => ReadMessage(message, Role.System),
            "developer" => ReadMessage(message, Role.Developer),
            "assistant" => _turns.Read(message),
            _ => throw _json.Wrong("role"u8, "must be system, developer, user, assistant, tool or function"),
        });
    }

    private Message ReadMessage(JsonElement message, Role role)
    {
        var content = message.Find("content"u8);
        if (content.ValueKind == JsonValueKind.Undefined)
        {
            throw _json.Wrong("content"u8, "is required");
        }

        List<ContentPart> parts = [];
        using (_json.At("content"))
        {
            OpenAIChatContentReader.Read(_json, content, parts);
            _turns.Check(parts, role);
            if (role == Role.User && ForeignParts.IsLost(_json, content, parts.Count))
            {
                throw _json.Wrong("has no part that is known here");
            }
        }

        return new(role, parts.ToEquatableArray())
        {
            Name = _json.FindString(message, "name"u8),
            Extensions = _json.Document.ReadExtensions(message, WireProtocol.OpenAIChat, _known),
        };
    }

    private void AddResult(ToolResultPart? result)
    {
        if (result is not null)
        {
            _results.Add(result);
        }
    }

    private void FlushResults()
    {
        if (_results.Count > 0)
        {
            _messages.Add(new(Role.User, _results.ToEquatableArray()));
            _results.Clear();
        }
    }
}

/// <summary>Reads assistant messages, and the results of their tool calls.</summary>
internal sealed class OpenAIChatTurnReader(JsonRequest json)
{
    private static readonly byte[][] _known = JsonNames.Of(
        "role", "content", "name", "refusal", "tool_calls", "function_call", "reasoning_content", "reasoning");

    private static readonly byte[][] _knownWithDetails = [.. _known, "reasoning_details"u8.ToArray()];
    private static readonly byte[][] _call = JsonNames.Of("id", "type", "function", "custom", "index");
    private static readonly byte[][] _result = JsonNames.Of("role", "content", "tool_call_id", "cache_control");
    private static readonly byte[][] _legacyResult = JsonNames.Of("role", "content", "name");

    // by id; false if the call was of an unknown type and dropped
    private readonly Dictionary<string, bool> _calls = [];
    private readonly Dictionary<string, string> _legacyCalls = [];

    /// <summary>Reads an assistant message.</summary>
    public Message Read(JsonElement message)
    {
        List<ContentPart> parts = [];
        var details = message.Find("reasoning_details"u8);
        // details of another provider stay an extension, so that they return to that provider unchanged
        var areOwn = OpenAIChatReasoningDetails.AreFromGateway(details);
        if (areOwn)
        {
            parts.AddRange(OpenAIChatReasoningDetails.Read(json.Document, details));
        }
        else if (ReadReasoning(message) is { IsEmpty: false } reasoning)
        {
            parts.Add(new ReasoningPart(reasoning));
        }

        using (json.At("content"))
        {
            OpenAIChatContentReader.Read(json, message.Find("content"u8), parts);
            Check(parts, Role.Assistant);
        }

        if (json.FindText(message, "refusal"u8) is { IsEmpty: false } refusal)
        {
            parts.Add(new RefusalPart(refusal));
        }

        ReadCalls(message, parts);
        return new(Role.Assistant, parts.ToEquatableArray())
        {
            Name = json.FindString(message, "name"u8),
            Extensions = json.Document.ReadExtensions(message, WireProtocol.OpenAIChat, areOwn ? _knownWithDetails : _known),
        };
    }

    /// <summary>Reads a tool message.</summary>
    /// <returns>The result; null if its call was of an unknown type and dropped.</returns>
    public ToolResultPart? ReadResult(JsonElement message)
    {
        var id = json.FindString(message, "tool_call_id"u8) ?? FindBlockId(message) ?? json.TakeString(message, "tool_call_id"u8);
        if (!_calls.TryGetValue(id, out var isRead))
        {
            throw json.Wrong("tool_call_id"u8, "names no tool call of an earlier message");
        }

        return isRead
            ? ReadResult(message, id, _result) with { Cache = OpenAIChatContentReader.ReadCache(json, message) }
            : null;
    }

    /// <summary>Notes the calls that stand in contents, as blocks of Messages do, and checks that calls and results are where they can be.</summary>
    public void Check(List<ContentPart> parts, Role role)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case ToolCallPart call when role == Role.Assistant:
                    _calls[call.Id] = true;
                    break;
                case ToolCallPart:
                    throw json.Wrong("has a tool_use block, which only the model writes");
                case ToolResultPart when role != Role.User:
                    throw json.Wrong("has a tool_result block, which belongs into a user message");
                case ToolResultPart result when !_calls.ContainsKey(result.CallId):
                    throw json.Wrong("has a tool_result block that names no tool call of an earlier message");
            }
        }
    }

    /// <summary>Finds the id in a block that stands in a tool message.</summary>
    private string? FindBlockId(JsonElement message)
    {
        foreach (var block in message.Find("content"u8).Elements())
        {
            if (json.Document.FindString(block, "tool_use_id"u8) is { } id)
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>Reads a message of the legacy role <c>function</c>, which refers to its call by the name of the function.</summary>
    public ToolResultPart ReadLegacyResult(JsonElement message) =>
        _legacyCalls.TryGetValue(json.TakeString(message, "name"u8), out var id)
            ? ReadResult(message, id, _legacyResult)
            : throw json.Wrong("name"u8, "names no function call of an earlier message");

    private ToolResultPart ReadResult(JsonElement message, string id, byte[][] known)
    {
        List<ContentPart> parts = [];
        using (json.At("content"))
        {
            OpenAIChatContentReader.Read(json, message.Find("content"u8), parts);
        }

        var content = parts.SelectMany(static part => part is ToolResultPart block ? block.Content : [part]).ToEquatableArray();
        return new(id, content, parts.Exists(static part => part is ToolResultPart { IsError: true })) { Extensions = ImplicitDefaults.OfResult(json.Document.ReadExtensions(message, WireProtocol.OpenAIChat, known)) };
    }

    private JsonText? ReadReasoning(JsonElement message) =>
        json.FindText(message, "reasoning_content"u8) ?? json.FindText(message, "reasoning"u8);

    private void ReadCalls(JsonElement message, List<ContentPart> parts)
    {
        var calls = json.FindArray(message, "tool_calls"u8).Elements();
        using (json.At("tool_calls"))
        {
            var at = 0;
            foreach (var call in calls)
            {
                using (json.At(at++))
                {
                    ReadCall(call, parts);
                }
            }
        }

        var legacy = json.FindObject(message, "function_call"u8);
        if (legacy.ValueKind == JsonValueKind.Object)
        {
            using (json.At("function_call"))
            {
                // legacy calls have no id; their results refer to the name of the function
                var part = ReadFunction(OpenAIChatIds.ForMissingCall(_calls.Count), legacy, "arguments"u8);
                _legacyCalls[part.Name] = part.Id;
                _calls[part.Id] = true;
                parts.Add(part);
            }
        }
    }

    private void ReadCall(JsonElement call, List<ContentPart> parts)
    {
        if (call.ValueKind != JsonValueKind.Object)
        {
            throw json.Wrong("must be an object");
        }

        var id = json.FindString(call, "id"u8) ?? "";
        var part = ReadKnownCall(id, call);
        _calls[id] = part is not null;
        if (part is null)
        {
            json.Losses.Add($"messages.tool_calls.{json.FindString(call, "type"u8)}");
            return;
        }

        // a custom call is recognized by the protocol of its extensions, even if there are none
        var extensions = json.Document.ReadExtensions(call, WireProtocol.OpenAIChat, _call);
        parts.Add(part with { Extensions = part.Alias is null ? extensions : extensions with { Protocol = WireProtocol.OpenAIChat } });
    }

    private ToolCallPart? ReadKnownCall(string id, JsonElement call)
    {
        if (json.FindObject(call, "function"u8) is { ValueKind: JsonValueKind.Object } function)
        {
            using (json.At("function"))
            {
                return ReadFunction(id, function, "arguments"u8);
            }
        }

        if (json.FindObject(call, "custom"u8) is not { ValueKind: JsonValueKind.Object } custom)
        {
            return null;
        }

        using (json.At("custom"))
        {
            var name = json.TakeString(custom, "name"u8);
            return new(id, name, FreeText.Wrap(json.FindText(custom, "input"u8) ?? JsonText.Empty)) { Alias = new(ToolForm.FreeText, name) };
        }
    }

    private ToolCallPart ReadFunction(string id, JsonElement function, ReadOnlySpan<byte> arguments)
    {
        var name = json.TakeString(function, "name"u8);
        var argumentsValue = function.Find(arguments);
        return argumentsValue.ValueKind == JsonValueKind.Object
            ? new(id, name, json.Document.RawOf(argumentsValue))
            : JsonCalls.Make(id, name, json.FindText(function, arguments));
    }
}
