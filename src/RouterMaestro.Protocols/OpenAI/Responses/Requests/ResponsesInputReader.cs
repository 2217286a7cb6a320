using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.ForeignContent;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;

namespace RouterMaestro.Protocols.OpenAI.Responses.Requests;

/// <summary>
/// Reads the items of a request. Consecutive output of the model, with reasoning and calls, becomes one turn; results in a row
/// become one message of the user.
/// </summary>
internal sealed class ResponsesInputReader
{
    /// <summary>The prefix of the names of extensions that belong to a message of the model and not to its text.</summary>
    public const string OfMessage = "message.";

    private static readonly byte[][] _message = JsonNames.Of("type", "role", "content", "id", "status");
    private readonly JsonRequest _json;
    private readonly ResponsesResultReader _results;
    private readonly ResponsesTurns _turns;
    private readonly List<Tool> _tools = [];
    private readonly List<ExtensionField> _extensions = [];

    private ResponsesInputReader(JsonRequest json) =>
        (_json, _results, _turns) = (json, new(json, _tools), new(json.Losses));

    public static ResponsesInput Read(JsonRequest json)
    {
        var reader = new ResponsesInputReader(json);
        if (json.FindText(json.Root, "instructions"u8) is { IsEmpty: false } instructions)
        {
            reader._turns.Add(new(Role.System, [new TextPart(instructions)]));
        }

        reader.ReadInput(json.Root.Find("input"u8));
        return new(reader._turns.End(), reader._tools, reader._extensions);
    }

    private void ReadInput(JsonElement input)
    {
        using (_json.At("input"))
        {
            switch (input.ValueKind)
            {
                case JsonValueKind.String:
                    _turns.Add(new(Role.User, [new TextPart(_json.Document.TextOf(input))]));
                    break;
                case JsonValueKind.Array:
                    ReadItems(input);
                    break;
                default:
                    throw _json.Wrong("must be a string or an array");
            }
        }
    }

    private void ReadItems(JsonElement items)
    {
        var at = 0;
        foreach (var item in items.EnumerateArray())
        {
            using (_json.At(at++))
            {
                ReadItem(item.ValueKind == JsonValueKind.Object ? item : throw _json.Wrong("must be an object"));
            }
        }
    }

    private void ReadItem(JsonElement item)
    {
        var isBare = item.Find("type"u8).ValueKind == JsonValueKind.Undefined && item.Find("role"u8).ValueKind != JsonValueKind.Undefined;
        var type = isBare ? "message" : _json.TakeString(item, "type"u8);
        switch (type)
        {
            case "message":
                ReadMessage(item);
                break;
            case "reasoning":
                ReadReasoning(item);
                break;
            case "function_call_output" or "custom_tool_call_output" or "tool_search_output":
                if (_results.Read(item, type) is { } result)
                {
                    _turns.AddResult(result);
                }

                break;
            case "additional_tools":
                ReadTools(item);
                break;
            case ResponsesToolNames.Search + "_call" when ResponsesCallReader.FormOf(_json.Document, item, type) is null:
                // the provider ran the search; tool_search_output has the tools that it found
                _results.Drop(item);
                break;
            case "item_reference":
                throw _json.Wrong("names an item that its provider keeps, which cannot be carried to another provider: send the item itself");
            default:
                ReadOther(item, type);
                break;
        }
    }

    private void ReadOther(JsonElement item, string type)
    {
        if (ResponsesCallReader.FormOf(_json.Document, item, type) is { } form)
        {
            _turns.AddToResponse(_results.ReadCall(item, form));
            return;
        }

        _results.Drop(item);
        var (message, part) = _turns.PlaceOther();
        _extensions.Add(new ResponsesExtensionItem(message, part, _json.Document.RawOf(item)).ToField(type));
    }

    private void ReadTools(JsonElement item)
    {
        var tools = _json.FindArray(item, "tools"u8);
        using (_json.At("tools"))
        {
            ResponsesToolReader.Read(_json, tools, _tools);
        }
    }

    private void ReadReasoning(JsonElement item)
    {
        if (ResponsesReasoningReader.Read(_json.Document, item) is { } part)
        {
            _turns.AddToResponse(part with { Extensions = ResponsesReasoningReader.ReadExtensions(_json.Document, item) });
        }
        else
        {
            // the provider stores the reasoning itself
            _json.Losses.Add("input.reasoning");
        }
    }

    private void ReadMessage(JsonElement item)
    {
        List<ContentPart> parts = [];
        var role = RoleOf(item);
        using (_json.At("content"))
        {
            ResponsesContentReader.Read(_json, item.Find("content"u8), parts);
        }

        var extensions = _json.Document.ReadExtensions(item, WireProtocol.OpenAIResponses, _message);
        if (role == Role.User && ForeignParts.IsLost(_json, item.Find("content"u8), parts.Count))
        {
            throw _json.Wrong("content"u8, "has no part that is known here");
        }

        _results.Check(parts, role);
        if (role != Role.Assistant)
        {
            _turns.Add(new(role, parts.ToEquatableArray()) { Extensions = extensions });
            return;
        }

        if (parts.Count > 0 && !extensions.IsEmpty)
        {
            var fields = extensions.Fields.Select(f => f with { Name = OfMessage + f.Name });
            parts[0] = parts[0] with { Extensions = new(WireProtocol.OpenAIResponses, [.. fields, .. parts[0].Extensions.Fields]) };
        }

        parts.ForEach(_turns.AddToResponse);
    }

    private Role RoleOf(JsonElement item) => _json.TakeString(item, "role"u8) switch
    {
        "user" => Role.User,
        "assistant" => Role.Assistant,
        "system" => Role.System,
        "developer" => Role.Developer,
        _ => throw _json.Wrong("role"u8, "must be user, assistant, system or developer"),
    };
}

/// <summary>The content of the items of a request.</summary>
/// <param name="Messages">The conversation.</param>
/// <param name="Tools">The tools that items declare.</param>
/// <param name="Extensions">The items without a part in the canonical model.</param>
internal sealed record ResponsesInput(EquatableArray<Message> Messages, List<Tool> Tools, List<ExtensionField> Extensions);

/// <summary>Groups the parts of items into messages.</summary>
/// <param name="losses">Receives the reasoning that is dropped.</param>
internal sealed class ResponsesTurns(LossSink losses)
{
    private readonly List<Message> _messages = [];
    private readonly List<ContentPart> _response = [];
    private readonly List<ContentPart> _results = [];
    private bool _hasOtherItems;

    public void Add(Message message)
    {
        EndResponse();
        EndResults();
        _messages.Add(message);
    }

    public void AddToResponse(ContentPart part)
    {
        EndResults();
        _response.Add(part);
    }

    public void AddResult(ToolResultPart result)
    {
        EndResponse();
        _results.Add(result);
    }

    /// <summary>Returns the position of an item without a part: the number of messages before it, and of parts in the open message.</summary>
    public (int Message, int Part) PlaceOther()
    {
        _hasOtherItems = true;
        return (_messages.Count, _response.Count + _results.Count);
    }

    public EquatableArray<Message> End()
    {
        EndResponse();
        EndResults();
        return _messages.ToEquatableArray();
    }

    /// <summary>
    /// Drops reasoning that no other item follows, as after an interrupted response. OpenAI refuses it ("of type 'reasoning'
    /// was provided without its required following item", openai/openai-node#1567).
    /// </summary>
    private void EndResponse()
    {
        if (_response.Count > 0 && !_hasOtherItems && _response.TrueForAll(p => p is ReasoningPart or RedactedReasoningPart))
        {
            losses.Add("input.reasoning");
            _response.Clear();
        }

        _hasOtherItems = false;
        End(Role.Assistant, _response);
    }

    private void EndResults() => End(Role.User, _results);

    private void End(Role role, List<ContentPart> parts)
    {
        if (parts.Count > 0)
        {
            _messages.Add(new(role, parts.ToEquatableArray()));
            parts.Clear();
        }
    }
}
