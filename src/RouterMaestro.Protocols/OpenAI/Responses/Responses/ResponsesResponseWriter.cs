using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;

namespace RouterMaestro.Protocols.OpenAI.Responses.Responses;

/// <summary>Writes a buffered response.</summary>
internal sealed class ResponsesResponseWriter
{
    private readonly ResponseOptions _options;
    private readonly Dictionary<string, ToolAlias>? _aliases;
    private readonly List<ResponsesOutputItem> _items = [];

    private ResponsesResponseWriter(ResponseOptions options) => (_options, _aliases) = (options, ResponsesToolNames.AliasesOf(options.Tools));

    public static void Write(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses)
    {
        var writer = new ResponsesResponseWriter(options);
        foreach (var part in response.Parts)
        {
            writer.Add(part);
            Report(part.Extensions, "content.", losses);
        }

        if (writer._items is [.., { Kind: ResponsesItemKind.Message } last])
        {
            last.IsIncomplete = !ResponsesFinishReasons.Reason(response.Finish).IsEmpty;
        }

        Report(response.Extensions, "", losses);
        ResponsesObjectWriter.WriteDone(json, options.Identity, response.Finish, writer._items, response.Usage);
    }

    private static void Report(Extensions extensions, string place, LossSink losses)
    {
        foreach (var field in extensions.Protocol == WireProtocol.OpenAIResponses ? [] : extensions.Fields)
        {
            losses.Add(place + field.Name);
        }
    }

    private void Add(ContentPart part)
    {
        switch (part)
        {
            case TextPart text:
                AddText(PartKind.Text, text.Text);
                break;
            case RefusalPart refusal:
                AddText(PartKind.Refusal, refusal.Text);
                break;
            case ReasoningPart reasoning when _options.ShowReasoning:
                AddReasoning(reasoning);
                break;
            case RedactedReasoningPart redacted when _options.ShowReasoning:
                New(ResponsesItemKind.Reasoning).Redacted = redacted.Data.ToString();
                break;
            case ToolCallPart call:
                AddCall(call);
                break;
        }
    }

    private void AddText(PartKind kind, JsonText text)
    {
        if (!text.IsEmpty)
        {
            var message = _items is [.., { Kind: ResponsesItemKind.Message } last] ? last : New(ResponsesItemKind.Message);
            message.AddPiece(kind).Text.Append(text.Escaped.Span);
        }
    }

    private void AddReasoning(ReasoningPart reasoning)
    {
        var item = New(ResponsesItemKind.Reasoning);
        if (!reasoning.Text.IsEmpty)
        {
            item.AddPiece(PartKind.Reasoning).Text.Append(reasoning.Text.Escaped.Span);
        }

        if (reasoning.Signature is { } signature)
        {
            item.Sign(signature);
        }
    }

    private void AddCall(ToolCallPart call)
    {
        var item = ResponsesOutputItem.OfCall(call.Id, call.Name, _aliases?.GetValueOrDefault(call.Name), _items.Count, _options.Identity);
        JsonText arguments = call.BrokenArguments ?? Encoding.UTF8.GetString(call.Arguments.Utf8.Span);
        item.Pieces[0].Text.Append(arguments.Escaped.Span);
        _items.Add(item);
    }

    private ResponsesOutputItem New(ResponsesItemKind kind)
    {
        _items.Add(new(kind, _items.Count, _options.Identity));
        return _items[^1];
    }
}

/// <summary>Writes the items of a response.</summary>
internal static class ResponsesItemWriter
{
    /// <summary>Writes an item at its start, without content.</summary>
    public static void WriteBegun(Utf8JsonWriter json, ResponsesOutputItem item) => Write(json, item, isBegun: true);

    /// <summary>Writes an item with its content.</summary>
    public static void Write(Utf8JsonWriter json, ResponsesOutputItem item) => Write(json, item, isBegun: false);

    /// <summary>Writes a content of a message.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="piece">The content.</param>
    /// <param name="isBegun">Whether it is written at its start, without text.</param>
    public static void WriteContent(Utf8JsonWriter json, ResponsesOutputPiece piece, bool isBegun)
    {
        json.WriteStartObject();
        if (piece.Kind == PartKind.Refusal)
        {
            json.WriteString("type"u8, "refusal"u8);
            WriteText(json, "refusal"u8, piece, isBegun);
        }
        else
        {
            json.WriteString("type"u8, "output_text"u8);
            json.WriteStartArray("annotations"u8);
            json.WriteEndArray();
            json.WriteStartArray("logprobs"u8);
            json.WriteEndArray();
            WriteText(json, "text"u8, piece, isBegun);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a piece of a summary.</summary>
    public static void WriteSummary(Utf8JsonWriter json, ResponsesOutputPiece piece, bool isBegun)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "summary_text"u8);
        WriteText(json, "text"u8, piece, isBegun);
        json.WriteEndObject();
    }

    public static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, ResponsesOutputPiece piece, bool isBegun = false)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(isBegun ? "\"\""u8 : piece.Text.Quoted.Span, skipInputValidation: true);
    }

    private static void Write(Utf8JsonWriter json, ResponsesOutputItem item, bool isBegun)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, item.Id);
        switch (item.Kind)
        {
            case ResponsesItemKind.Message:
                WriteMessage(json, item, isBegun);
                break;
            case ResponsesItemKind.Reasoning:
                WriteReasoning(json, item, isBegun);
                break;
            default:
                WriteCall(json, item, isBegun);
                break;
        }

        if (item.Kind != ResponsesItemKind.Reasoning)
        {
            json.WriteString("status"u8, isBegun ? "in_progress"u8 : item.IsIncomplete ? "incomplete"u8 : "completed"u8);
        }

        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, ResponsesOutputItem item, bool isBegun)
    {
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteStartArray("content"u8);
        foreach (var piece in isBegun ? [] : item.Pieces)
        {
            WriteContent(json, piece, isBegun: false);
        }

        json.WriteEndArray();
    }

    private static void WriteReasoning(Utf8JsonWriter json, ResponsesOutputItem item, bool isBegun)
    {
        json.WriteString("type"u8, "reasoning"u8);
        json.WriteStartArray("summary"u8);
        foreach (var piece in isBegun ? [] : item.Pieces)
        {
            WriteSummary(json, piece, isBegun: false);
        }

        json.WriteEndArray();
        if (!isBegun)
        {
            json.WriteString("encrypted_content"u8, item.EncryptedContent);
        }
    }

    private static void WriteCall(Utf8JsonWriter json, ResponsesOutputItem item, bool isBegun)
    {
        json.WriteString("type"u8, item.Kind switch
        {
            ResponsesItemKind.FreeText => "custom_tool_call"u8,
            ResponsesItemKind.Search => "tool_search_call"u8,
            _ => "function_call"u8,
        });
        json.WriteText("call_id"u8, item.CallId);
        if (item.Kind == ResponsesItemKind.Search)
        {
            json.WriteString("execution"u8, "client"u8);
            json.WritePropertyName("arguments"u8);
            json.WriteRawValue(isBegun ? "{}"u8 : ArgumentsOf(item).Utf8.Span, skipInputValidation: true);
            return;
        }

        json.WriteText("name"u8, item.Name);
        if (item.Space is { } space)
        {
            json.WriteString("namespace"u8, space);
        }

        if (item.Kind == ResponsesItemKind.FreeText)
        {
            json.WriteText("input"u8, isBegun ? JsonText.Empty : item.FreeText());
        }
        else
        {
            WriteText(json, "arguments"u8, item.Pieces[0], isBegun);
        }
    }

    private static RawJson ArgumentsOf(ResponsesOutputItem item) =>
        ToolCallPart.FromText("", "", JsonText.CopyEscaped(item.Pieces[0].Text.Escaped).ToString()).Arguments;
}
