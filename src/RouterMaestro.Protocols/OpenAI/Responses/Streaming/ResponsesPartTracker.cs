using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Requests;
using RouterMaestro.Protocols.OpenAI.Responses.Responses;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.RequestScanning;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.OpenAI.Responses.Streaming;

/// <summary>
/// The parts of one stream: numbered in the order in which they start, each started and ended once, whatever the provider forgets
/// or repeats.
/// </summary>
internal sealed class ResponsesPartTracker
{
    private readonly List<ResponsesStreamPart> _parts = [];

    public bool HasParts => _parts.Count > 0;

    public bool HasCalls { get; private set; }

    /// <summary>Returns true if an item has had content, so that its end is ignored.</summary>
    public bool HasText(int item)
    {
        foreach (var part in _parts)
        {
            if (part.Item == item && part.HasText)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the call of an item; null when it has not started.</summary>
    public ResponsesStreamPart? FindCall(int item) => Find(item, 0, PartKind.ToolCall);

    /// <summary>Takes a piece of text or of a refusal.</summary>
    public void AddText(int item, int piece, PartKind kind, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (!text.IsEmpty)
        {
            Append(FindOpen(item, piece, kind) ?? Start(new(item, piece, _parts.Count, kind), sink), text, sink);
        }
    }

    /// <summary>Adds reasoning text. Of reasoning_text and reasoning_summary_text the first to arrive counts.</summary>
    public void AddReasoning(int item, int piece, ResponsesEventKind source, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (text.IsEmpty)
        {
            return;
        }

        var part = FindReasoning(item) ?? Start(new(item, piece, _parts.Count, PartKind.Reasoning) { Source = source }, sink);
        if (part.Source != source || !part.IsOpen)
        {
            return;
        }

        if (part.HasText && part.Piece != piece)
        {
            Append(part, ResponsesReasoningReader.Between.Escaped.Span, sink);
        }

        part.Piece = piece;
        Append(part, text, sink);
    }

    /// <summary>Adds the signature of reasoning.</summary>
    public void Sign(int item, ReadOnlySpan<byte> signature, IChatEventSink sink)
    {
        var part = FindReasoning(item) ?? Start(new(item, 0, _parts.Count, PartKind.Reasoning), sink);
        if (part.IsOpen)
        {
            sink.Write(ChatEventSpan.SignatureDelta(part.Part, signature));
        }
    }

    public void AddRedacted(int item, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        EndAll(sink, butCalls: false);
        _parts.Add(new(item, 0, _parts.Count, PartKind.RedactedReasoning));
        sink.Write(ChatEventSpan.RedactedStarted(_parts.Count - 1, data));
        End(item, sink);
    }

    public ResponsesStreamPart StartCall(int item, bool isFreeText, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, IChatEventSink sink)
    {
        EndAll(sink, butCalls: true);
        HasCalls = true;
        var part = new ResponsesStreamPart(item, 0, _parts.Count, PartKind.ToolCall) { IsFreeText = isFreeText };
        _parts.Add(part);
        sink.Write(ChatEventSpan.ToolCallStarted(part.Part, id, name));
        return part;
    }

    /// <summary>Takes a piece of a call's arguments, or of its free text.</summary>
    public static void AddArguments(ResponsesStreamPart call, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (text.IsEmpty || !call.IsOpen)
        {
            return;
        }

        if (!call.IsFreeText)
        {
            Append(call, text, sink);
            return;
        }

        OpenFreeText(call, sink);
        Append(call, FreeText.EscapeAgain(text), sink);
    }

    /// <summary>Ends the parts of an item.</summary>
    public void End(int item, IChatEventSink sink)
    {
        foreach (var part in _parts)
        {
            if (part.Item == item)
            {
                End(part, sink);
            }
        }
    }

    public void EndAll(IChatEventSink sink) => EndAll(sink, butCalls: false);

    /// <summary>Only calls may be open side by side; for anything else a forgotten end is made up for.</summary>
    private void EndAll(IChatEventSink sink, bool butCalls)
    {
        foreach (var part in _parts)
        {
            if (!butCalls || part.Kind != PartKind.ToolCall)
            {
                End(part, sink);
            }
        }
    }

    private static void End(ResponsesStreamPart part, IChatEventSink sink)
    {
        if (!part.IsOpen)
        {
            return;
        }

        if (part.IsFreeText)
        {
            OpenFreeText(part, sink);
            Append(part, FreeText.Tail, sink);
        }

        part.IsOpen = false;
        sink.Write(ChatEventSpan.PartEnded(part.Part));
    }

    private static void OpenFreeText(ResponsesStreamPart call, IChatEventSink sink)
    {
        if (!call.HasText)
        {
            Append(call, FreeText.Head, sink);
        }
    }

    private static void Append(ResponsesStreamPart part, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        part.HasText = true;
        sink.Write(ChatEventSpan.PartDelta(part.Part, text));
    }

    private ResponsesStreamPart Start(ResponsesStreamPart part, IChatEventSink sink)
    {
        EndAll(sink, butCalls: false);
        _parts.Add(part);
        sink.Write(ChatEventSpan.PartStarted(part.Part, part.Kind));
        return part;
    }

    private ResponsesStreamPart? FindOpen(int item, int piece, PartKind kind) => Find(item, piece, kind) is { IsOpen: true } part ? part : null;

    private ResponsesStreamPart? FindReasoning(int item)
    {
        for (var at = _parts.Count - 1; at >= 0; at--)
        {
            if (_parts[at].Item == item && _parts[at].Kind == PartKind.Reasoning)
            {
                return _parts[at];
            }
        }

        return null;
    }

    private ResponsesStreamPart? Find(int item, int piece, PartKind kind)
    {
        for (var at = _parts.Count - 1; at >= 0; at--)
        {
            var part = _parts[at];
            if (part.Item == item && part.Piece == piece && part.Kind == kind)
            {
                return part;
            }
        }

        return null;
    }
}

/// <summary>Reads what a stream says of whole items: at their start, at their end, and in the answer that ends the stream.</summary>
/// <param name="parts">Takes what they hold.</param>
/// <param name="losses">Receives the items and members that have no part.</param>
internal sealed class ResponsesStreamItems(ResponsesPartTracker parts, LossSink losses)
{
    private readonly List<(int Index, byte[] Item)> _settled = [];
    private bool _hasItems;

    /// <summary>
    /// Adds an item. A call starts when its name is known, except for a search, whose end has its final id, and a call that is complete
    /// when it is added: Perplexity's Agent API adds a completed function_call named search_web and ends it as search_results, which it
    /// ran itself (unseen case "a call that its end knows for the provider's own"). Other items start with their first piece.
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

    /// <summary>
    /// Ends an item. GitHub Copilot sends a tool_search_call only in output_item.done; unseen case "open
    /// reasoning, code that was run, and an end that only the item tells".
    /// </summary>
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

    /// <summary>Ends the items that wait for their end, and reads the whole output if no event before had an item or part.</summary>
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
        var items = new ElementScanner(ResponsesFrameMap.SpanOf(output, response));
        while (items.Read())
        {
            End(index++, items.Element, sink);
        }
    }

    private ToolCallPart ReadCall(int index, ReadOnlySpan<byte> item)
    {
        using var document = JsonBody.Parse(item.ToArray());
        List<ContentPart> read = [];
        new ResponsesOutputReader(document, losses, index).ReadItem(document.Root, read);
        return (ToolCallPart)read[0];
    }

    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> item, ReadOnlySpan<byte> name) =>
        MemberProbe.TryFind(item, name, out var value) && value.Kind == JsonValueKind.String ? ResponsesFrameMap.SpanOf(value, item)[1..^1] : default;

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
        new ResponsesOutputReader(document, losses, index).ReadItem(document.Root, read);
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
            ResponsesPartTracker.AddArguments(part, part.IsFreeText ? FreeText.Unwrap(call).Escaped.Span : arguments.Escaped.Span, sink);
        }
    }

    private static bool IsFreeText(ToolCallPart call) => call.Alias?.Form == ToolForm.FreeText;
}

/// <summary>A part that a stream is telling.</summary>
/// <param name="item">The place of its item in the output.</param>
/// <param name="piece">Its place within the item.</param>
/// <param name="part">Its index among the answer's parts.</param>
/// <param name="kind">Its kind.</param>
internal sealed class ResponsesStreamPart(int item, int piece, int part, PartKind kind)
{
    public int Item => item;

    /// <summary>Gets or sets its place within the item: a summary goes on from one to the next.</summary>
    public int Piece { get; set; } = piece;

    public int Part => part;

    public PartKind Kind => kind;

    public bool IsOpen { get; set; } = true;

    public bool HasText { get; set; }

    /// <summary>Gets whether the provider calls with free text, which becomes an argument.</summary>
    public bool IsFreeText { get; init; }

    /// <summary>Gets the form of the reasoning: the summary or the text.</summary>
    public ResponsesEventKind Source { get; init; }
}
