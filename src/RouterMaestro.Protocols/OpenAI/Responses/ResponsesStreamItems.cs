using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads what a stream says of whole items: at their start, at their end, and in the answer that ends the stream.</summary>
/// <param name="parts">Takes what they hold.</param>
internal sealed class ResponsesStreamItems(ResponsesStreamParts parts)
{
    private readonly List<(int Index, byte[] Item)> _settled = [];
    private bool _hasItems;

    /// <summary>
    /// Takes an item that is begun. Calls start when their name is known, but for searches, whose ids are settled at their ends, and those
    /// that are complete from the start: one server's ends tell that it ran them itself. All else starts with its first piece.
    /// </summary>
    public void Add(int index, ReadOnlySpan<byte> item, IChatEventSink sink)
    {
        _hasItems = true;
        if (!ResponsesItemTypes.IsNamedCall(item) || parts.FindCall(index) is not null)
        {
            return;
        }

        if (MemberProbe.Is(item, "status"u8, "\"completed\""u8))
        {
            _settled.Add((index, item.ToArray()));
        }
        else
        {
            StartCall(index, ReadCall(index, item), sink);
        }
    }

    /// <summary>Takes an item that is whole. Some servers tell nothing of it before.</summary>
    public void End(int index, ReadOnlySpan<byte> item, IChatEventSink sink)
    {
        _hasItems = true;
        _settled.RemoveAll(s => s.Index == index);
        if (MemberProbe.Is(item, "type"u8, "\"reasoning\""u8))
        {
            EndReasoning(index, item, sink);
        }
        else if (!parts.HasText(index) && !item.IsEmpty)
        {
            TellAll(index, item, sink);
        }

        parts.End(index, sink);
    }

    /// <summary>Takes the answer as a whole, which matters when no item was told before, or not to its end.</summary>
    public void TakeOutput(ReadOnlySpan<byte> response, IChatEventSink sink)
    {
        foreach (var (place, item) in _settled.ToArray())
        {
            End(place, item, sink);
        }

        if (_hasItems || parts.HasParts || !MemberProbe.TryFind(response, "output"u8, out var output) || output.Kind != JsonValueKind.Array)
        {
            return;
        }

        var index = 0;
        var items = new ElementScanner(ResponsesMap.SliceOf(output, response));
        while (items.Read())
        {
            End(index++, items.Element, sink);
        }
    }

    private static ToolCallPart ReadCall(int index, ReadOnlySpan<byte> item)
    {
        using var document = JsonBody.Parse(item.ToArray());
        List<ContentPart> read = [];
        new ResponsesOutputReader(document, index).ReadItem(document.Root, read);
        return (ToolCallPart)read[0];
    }

    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> item, ReadOnlySpan<byte> name) =>
        MemberProbe.TryFind(item, name, out var value) && value.Kind == JsonValueKind.String ? ResponsesMap.SliceOf(value, item)[1..^1] : default;

    private void EndReasoning(int index, ReadOnlySpan<byte> item, IChatEventSink sink)
    {
        var content = JsonText.CopyEscaped(TextOf(item, "encrypted_content"u8)).ToString();
        if (ReasoningSignature.ReadRedacted(content) is { } data)
        {
            parts.AddRedacted(index, ((JsonText)data).Escaped.Span, sink);
            return;
        }

        using var document = JsonBody.Parse(item.ToArray());
        var part = ResponsesReasoningReader.ReadFromResponse(document, document.Root) as ReasoningPart;
        if (!parts.HasText(index) && part is { Text: { IsEmpty: false } text })
        {
            parts.AddReasoning(index, 0, ResponsesEventKind.SummaryDelta, text.Escaped.Span, sink);
        }

        if (part?.Signature is { } signature)
        {
            parts.Sign(index, ((JsonText)signature).Escaped.Span, sink);
        }
    }

    private void StartCall(int index, ToolCallPart call, IChatEventSink sink)
    {
        JsonText id = call.Id;
        JsonText name = call.Name;
        parts.StartCall(index, IsFreeText(call), id.Escaped.Span, name.Escaped.Span, sink);
    }

    private void TellAll(int index, ReadOnlySpan<byte> item, IChatEventSink sink)
    {
        using var document = JsonBody.Parse(item.ToArray());
        List<ContentPart> read = [];
        new ResponsesOutputReader(document, index).ReadItem(document.Root, read);
        for (var piece = 0; piece < read.Count; piece++)
        {
            switch (read[piece])
            {
                case TextPart text:
                    parts.AddText(index, piece, PartKind.Text, text.Text.Escaped.Span, sink);
                    break;
                case RefusalPart refusal:
                    parts.AddText(index, piece, PartKind.Refusal, refusal.Text.Escaped.Span, sink);
                    break;
                case ToolCallPart call:
                    TellCall(index, call, sink);
                    break;
            }
        }
    }

    private void TellCall(int index, ToolCallPart call, IChatEventSink sink)
    {
        if (parts.FindCall(index) is null)
        {
            StartCall(index, call, sink);
        }

        if (parts.FindCall(index) is { } part)
        {
            JsonText arguments = call.BrokenArguments ?? Encoding.UTF8.GetString(call.Arguments.Utf8.Span);
            ResponsesStreamParts.AddArguments(part, part.IsFreeText ? FreeText.Unwrap(call).Escaped.Span : arguments.Escaped.Span, sink);
        }
    }

    private static bool IsFreeText(ToolCallPart call) => call.Alias?.Form == ToolForm.FreeText;
}
