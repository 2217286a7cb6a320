using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Writes calls and their results, each in the form in which its caller knows the tool.</summary>
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

        json.WriteExtensions(ImplicitDefaults.WithoutName(result.Extensions), WireProtocol.OpenAIResponses, losses, "messages.");
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

    /// <summary>What a search found is told as definitions, which stand in the text of the result.</summary>
    private void WriteFound(ToolResultPart result)
    {
        var found = result.Content is [TextPart text] ? text.Text.ToString() : "";
        var isList = found.StartsWith('[') && CompleteJson.Is(System.Text.Encoding.UTF8.GetBytes(found));
        json.WriteString("execution"u8, "client"u8);
        json.WritePropertyName("tools"u8);
        json.WriteRawValue(isList ? found : "[]", skipInputValidation: true);
    }
}
