using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Writes a whole answer.</summary>
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
            last.IsIncomplete = !ResponsesFinish.Reason(response.Finish).IsEmpty;
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
