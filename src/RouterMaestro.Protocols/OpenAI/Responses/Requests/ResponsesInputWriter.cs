using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;

namespace RouterMaestro.Protocols.OpenAI.Responses.Requests;

/// <summary>
/// Writes the conversation: a first system message as instructions, then the items in order. Items without a part in the canonical
/// model return to their position.
/// </summary>
internal sealed class ResponsesInputWriter
{
    private readonly Utf8JsonWriter _json;
    private readonly RequestTarget _target;
    private readonly LossSink _losses;
    private readonly EquatableArray<Message> _messages;
    private readonly ResponsesContentWriter _content;
    private readonly ResponsesCallWriter _calls;
    private readonly Queue<ResponsesExtensionItem> _extensions;

    public ResponsesInputWriter(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        (_json, _target, _losses, _messages) = (json, target, losses, request.Messages);
        _content = new(json, losses);
        _calls = new(json, request.Tools, _content, losses);
        _extensions = new(ResponsesExtensions.IsOwn(request.Extensions)
            ? request.Extensions.Fields.Where(ResponsesExtensionItem.IsOne).Select(ResponsesExtensionItem.Of)
            : []);
    }

    public void Write()
    {
        var first = 0;
        if (_messages is [{ Role: Role.System, Name: null, Extensions.IsEmpty: true, Parts: [TextPart { Extensions.IsEmpty: true } text] }, ..] && _messages.Count > 1)
        {
            _content.Note(text);
            _json.WriteText("instructions"u8, text.Text);
            first = 1;
        }

        _json.WriteStartArray("input"u8);
        for (var at = first; at < _messages.Count; at++)
        {
            WriteMessage(_messages[at], at);
        }

        WriteExtensionItems(int.MaxValue, 0);
        _json.WriteEndArray();
    }

    private void WriteMessage(Message message, int at)
    {
        if (message.Name is not null)
        {
            _losses.Add("messages.name");
        }

        var pending = new List<ContentPart>();
        for (var index = 0; index < message.Parts.Count; index++)
        {
            var part = message.Parts[index];
            if (_extensions.Count > 0 && IsDue(_extensions.Peek(), at, index))
            {
                WriteMessageItem(message, pending);
                WriteExtensionItems(at, index);
            }

            if (IsMessageContent(part))
            {
                AddContent(message, pending, part);
            }
            else
            {
                WriteMessageItem(message, pending);
                WriteItem(part);
            }
        }

        if (pending.Count > 0 || message.Parts.IsEmpty)
        {
            WriteExtensionItems(at, 0);
            WriteMessageItem(message, pending, isNeeded: message.Role != Role.Assistant);
        }

        if (!message.Parts.Any(IsMessageContent) && (message.Role == Role.Assistant || !message.Parts.IsEmpty))
        {
            // no message item was written that could hold them
            message.Extensions.Fields.ToList().ForEach(f => _losses.Report(f, "messages."));
        }
    }

    private static bool IsMessageContent(ContentPart part) => part is TextPart or RefusalPart or ImagePart or DocumentPart;

    private static bool IsDue(ResponsesExtensionItem item, int message, int part) => item.Message < message || (item.Message == message && item.Part <= part);

    private void WriteExtensionItems(int message, int part)
    {
        while (_extensions.Count > 0 && IsDue(_extensions.Peek(), message, part))
        {
            var item = _extensions.Dequeue().Item.Utf8.Span;
            if (_target.Signatures?.Allows(item, WireProtocol.OpenAIResponses) ?? true)
            {
                _json.WriteRawValue(item, skipInputValidation: true);
            }
            else
            {
                _losses.Add("input.encrypted_content");
            }
        }
    }

    /// <summary>Adds a part to the pending message. A part that carries fields of its message begins a new one.</summary>
    private void AddContent(Message message, List<ContentPart> pending, ContentPart part)
    {
        if (part.Extensions.Fields.Any(IsOfMessage))
        {
            WriteMessageItem(message, pending);
        }

        pending.Add(part);
    }

    private void WriteItem(ContentPart part)
    {
        _content.Note(part);
        switch (part)
        {
            case ReasoningPart reasoning:
                if (!ResponsesReasoningWriter.TryWriteItem(_json, reasoning, _target, _losses))
                {
                    _losses.Add("messages.thinking");
                }

                break;
            case ToolCallPart call:
                _calls.Write(call);
                break;
            case ToolResultPart result:
                _calls.Write(result);
                break;
            default:
                _losses.Add("messages.redacted_thinking");
                break;
        }
    }

    private void WriteMessageItem(Message message, List<ContentPart> pending, bool isNeeded = false)
    {
        if (pending.Count == 0 && !isNeeded)
        {
            return;
        }

        _json.WriteStartObject();
        _json.WriteString("type"u8, "message"u8);
        _json.WriteString("role"u8, message.Role switch
        {
            Role.System => "system"u8,
            Role.Developer => "developer"u8,
            Role.Assistant => "assistant"u8,
            _ => "user"u8,
        });
        _json.WritePropertyName("content"u8);
        _content.Write(pending, isResponse: message.Role == Role.Assistant);
        foreach (var field in pending.Count == 0 ? [] : pending[0].Extensions.Fields.Where(f => ResponsesExtensions.IsOwn(pending[0].Extensions) && IsOfMessage(f)))
        {
            _json.WritePropertyName(field.Name.AsSpan(ResponsesInputReader.OfMessage.Length));
            _json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
        }

        _json.WriteExtensions(message.Extensions, WireProtocol.OpenAIResponses, _losses, "messages.");
        _json.WriteEndObject();
        pending.Clear();
    }

    private static bool IsOfMessage(ExtensionField field) => field.Name.StartsWith(ResponsesInputReader.OfMessage, StringComparison.Ordinal);
}

/// <summary>Writes tool calls and their results in the form in which the caller declared the tool.</summary>
internal sealed class ResponsesCallWriter(Utf8JsonWriter json, EquatableArray<Tool> tools, ResponsesContentWriter content, LossSink losses)
{
    private readonly Dictionary<string, ToolAlias>? _aliases = ResponsesToolNames.AliasesOf(tools);
    private readonly Dictionary<string, ToolForm> _forms = [];

    public void Write(ToolCallPart call)
    {
        var alias = call.Alias ?? _aliases?.GetValueOrDefault(call.Name);
        var form = alias?.Form ?? ToolForm.Function;
        _forms[call.Id] = form;
        json.WriteStartObject();
        json.WriteString("type"u8, TypeOf(form));
        json.WriteString("call_id"u8, ResponsesIds.Call(call.Id));
        if (form == ToolForm.Search)
        {
            json.WriteString("execution"u8, "client"u8);
            json.WriteRaw("arguments"u8, call.Arguments);
        }
        else
        {
            json.WriteString("name"u8, alias?.Name ?? call.Name);
            if (alias?.Namespace is { } space)
            {
                json.WriteString("namespace"u8, space);
            }

            WriteArguments(call, form);
        }

        json.WriteExtensions(call.Extensions, WireProtocol.OpenAIResponses, losses, "messages.");
        json.WriteEndObject();
    }

    public void Write(ToolResultPart result)
    {
        var form = _forms.GetValueOrDefault(result.CallId);
        json.WriteStartObject();
        json.WriteString("type"u8, form switch
        {
            ToolForm.FreeText => "custom_tool_call_output"u8,
            ToolForm.Search => "tool_search_output"u8,
            _ => "function_call_output"u8,
        });
        json.WriteString("call_id"u8, ResponsesIds.Call(result.CallId));
        if (form == ToolForm.Search)
        {
            WriteFound(result);
        }
        else
        {
            json.WritePropertyName("output"u8);
            content.Write(result.Content, isResponse: false, result.IsError);
        }

        json.WriteExtensions(result.Extensions, WireProtocol.OpenAIResponses, losses, "messages.");
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> TypeOf(ToolForm form) => form switch
    {
        ToolForm.FreeText => "custom_tool_call"u8,
        ToolForm.Search => "tool_search_call"u8,
        _ => "function_call"u8,
    };

    private void WriteArguments(ToolCallPart call, ToolForm form)
    {
        if (form == ToolForm.FreeText)
        {
            json.WriteText("input"u8, FreeText.Unwrap(call));
        }
        else if (call.BrokenArguments is { } broken)
        {
            json.WriteString("arguments"u8, broken);
        }
        else
        {
            json.WriteString("arguments"u8, call.Arguments.Utf8.Span);
        }
    }

    /// <summary>Writes the tools that a search found; their definitions are in the text of the result.</summary>
    private void WriteFound(ToolResultPart result)
    {
        var found = result.Content is [TextPart text] ? text.Text.ToString() : "";
        var isList = found.StartsWith('[') && CompleteJson.Is(System.Text.Encoding.UTF8.GetBytes(found));
        json.WriteString("execution"u8, "client"u8);
        json.WritePropertyName("tools"u8);
        json.WriteRawValue(isList ? found : "[]", skipInputValidation: true);
    }
}
