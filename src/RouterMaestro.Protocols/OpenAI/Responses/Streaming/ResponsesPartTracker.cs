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
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Responses.Streaming;

/// <summary>Finds the parts of one stream by the item and the piece that an event names.</summary>
internal sealed class ResponsesPartTracker
{
    private readonly StreamPartTracker<ResponsesStreamPart> _parts = new();

    public bool HasParts => _parts.HasParts;

    public bool HasCalls => _parts.HasCalls;

    /// <summary>Returns true if an item has had content, so that the content of its end is ignored.</summary>
    public bool HasText(int item)
    {
        foreach (var part in _parts.Parts)
        {
            if (part.Item == item && part.HasText)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the call of an item; null if it has not started.</summary>
    public ResponsesStreamPart? FindCall(int item) => Find(item, 0, PartKind.ToolCall);

    /// <summary>Adds a piece of text or of a refusal.</summary>
    public void AddText(int item, int piece, PartKind kind, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (!text.IsEmpty)
        {
            (FindOpen(item, piece, kind) ?? Start(new(item, piece, kind), sink)).Append(text, sink);
        }
    }

    /// <summary>Adds reasoning text. Of reasoning_text and reasoning_summary_text the first to arrive counts.</summary>
    public void AddReasoning(int item, int piece, ResponsesEventKind source, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (text.IsEmpty)
        {
            return;
        }

        var part = FindReasoning(item) ?? Start(new(item, piece, PartKind.Reasoning) { Source = source }, sink);
        if (part.Source != source || !part.IsOpen)
        {
            return;
        }

        if (part.HasText && part.Piece != piece)
        {
            part.Append(ResponsesReasoningReader.Between.Escaped.Span, sink);
        }

        part.Piece = piece;
        part.Append(text, sink);
    }

    /// <summary>Adds the signature of reasoning.</summary>
    public void Sign(int item, ReadOnlySpan<byte> signature, IChatEventSink sink)
    {
        var part = FindReasoning(item) ?? Start(new(item, 0, PartKind.Reasoning), sink);
        if (part.IsOpen)
        {
            part.Sign(signature, sink);
        }
    }

    public void AddRedacted(int item, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        _parts.EndAll(sink);
        var part = _parts.Add(new(item, 0, PartKind.RedactedReasoning));
        _parts.StartRedacted(part, data, sink);
        part.End(sink);
    }

    public void StartCall(int item, bool isFreeText, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, IChatEventSink sink)
    {
        // only calls may be open in parallel
        foreach (var part in _parts.Parts)
        {
            if (part.Kind != PartKind.ToolCall)
            {
                part.End(sink);
            }
        }

        _parts.StartCall(_parts.Add(new(item, 0, PartKind.ToolCall) { IsFreeText = isFreeText }), id, name, sink);
    }

    /// <summary>Adds a piece of a call's arguments, or of its free text.</summary>
    public static void AddArguments(ResponsesStreamPart call, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (text.IsEmpty || !call.IsOpen)
        {
            return;
        }

        if (!call.IsFreeText)
        {
            call.Append(text, sink);
            return;
        }

        call.AppendFreeText(text, sink);
    }

    /// <summary>Ends the parts of an item.</summary>
    public void End(int item, IChatEventSink sink)
    {
        foreach (var part in _parts.Parts)
        {
            if (part.Item == item)
            {
                part.End(sink);
            }
        }
    }

    public void EndAll(IChatEventSink sink) => _parts.EndAll(sink);

    private ResponsesStreamPart Start(ResponsesStreamPart part, IChatEventSink sink)
    {
        _parts.EndAll(sink);
        _parts.Start(_parts.Add(part), part.Kind, sink);
        return part;
    }

    private ResponsesStreamPart? FindOpen(int item, int piece, PartKind kind) => Find(item, piece, kind) is { IsOpen: true } part ? part : null;

    private ResponsesStreamPart? FindReasoning(int item)
    {
        var parts = _parts.Parts;
        for (var at = parts.Length - 1; at >= 0; at--)
        {
            if (parts[at].Item == item && parts[at].Kind == PartKind.Reasoning)
            {
                return parts[at];
            }
        }

        return null;
    }

    private ResponsesStreamPart? Find(int item, int piece, PartKind kind)
    {
        var parts = _parts.Parts;
        for (var at = parts.Length - 1; at >= 0; at--)
        {
            if (parts[at].Item == item && parts[at].Piece == piece && parts[at].Kind == kind)
            {
                return parts[at];
            }
        }

        return null;
    }
}

/// <summary>Reads complete items: at their start, at their end, and in the response that ends the stream.</summary>
/// <param name="parts">Receives their content.</param>
/// <param name="losses">Receives the items and members that have no part.</param>
internal sealed class ResponsesStreamItems(ResponsesPartTracker parts, LossSink losses)
{
    private readonly List<(int Index, byte[] Item)> _completed = [];
    private readonly HashSet<int> _ended = [];

    /// <summary>Gets a value indicating whether an item has been added or ended.</summary>
    public bool HasAny { get; private set; }

    /// <summary>Returns true if an item has ended.</summary>
    public bool HasEnded(int index) => _ended.Contains(index);

    /// <summary>
    /// Adds an item. A call starts when its name is known, except for a search, whose end has its final id, and a call that is complete
    /// when it is added: Perplexity's Agent API adds a completed function_call named search_web and ends it as search_results, which it
    /// ran itself (unseen case "a call that its end knows for the provider's own"). Other items start with their first piece.
    /// </summary>
    public void Add(int index, ReadOnlySpan<byte> item, IChatEventSink sink)
    {
        HasAny = true;
        if (!ResponsesItemTypes.IsNamedCall(item) || parts.FindCall(index) is not null)
        {
            return;
        }

        if (MemberProbe.Is(item, "status"u8, "\"completed\""u8))
        {
            _completed.Add((index, item.ToArray()));
        }
        else
        {
            StartCall(index, ReadCall(item), sink);
        }
    }

    /// <summary>
    /// Ends an item. GitHub Copilot sends a tool_search_call only in output_item.done; unseen case "open
    /// reasoning, code that was run, and an end that only the item tells".
    /// </summary>
    public void End(int index, ReadOnlySpan<byte> item, IChatEventSink sink)
    {
        HasAny = true;
        _ended.Add(index);
        _completed.RemoveAll(s => s.Index == index);
        if (MemberProbe.Is(item, "type"u8, "\"reasoning\""u8))
        {
            EndReasoning(index, item, sink);
        }
        else if (!parts.HasText(index) && !item.IsEmpty)
        {
            AddContent(index, item, sink);
        }

        parts.End(index, sink);
    }

    /// <summary>Ends the items that were complete when they were added, and have had no end.</summary>
    public void EndCompleted(IChatEventSink sink)
    {
        foreach (var (place, item) in _completed.ToArray())
        {
            End(place, item, sink);
        }
    }

    private ToolCallPart ReadCall(ReadOnlySpan<byte> item)
    {
        using var document = JsonBody.Parse(item.ToArray());
        List<ContentPart> read = [];
        new ResponsesOutputReader(document, losses).ReadItem(document.Root, read);
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

    private void AddContent(int index, ReadOnlySpan<byte> item, IChatEventSink sink)
    {
        using var document = JsonBody.Parse(item.ToArray());
        List<ContentPart> read = [];
        new ResponsesOutputReader(document, losses).ReadItem(document.Root, read);
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
                    AddCall(index, call, sink);
                    break;
            }
        }
    }

    private void AddCall(int index, ToolCallPart call, IChatEventSink sink)
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

/// <summary>Represents a part of a stream.</summary>
/// <param name="item">The position of its item in the output.</param>
/// <param name="piece">Its position within the item.</param>
/// <param name="kind">Its kind.</param>
internal sealed class ResponsesStreamPart(int item, int piece, PartKind kind) : StreamPart(kind)
{
    // free text is escaped twice, after which a split pair is not seen any more
    private SurrogateJoiner _freeText;

    public int Item => item;

    /// <summary>Gets or sets its position within the item. It grows, because the pieces of a summary are one part.</summary>
    public int Piece { get; set; } = piece;

    /// <summary>Gets a value indicating whether the call has free text, which becomes an argument.</summary>
    public bool IsFreeText { get; init; }

    /// <summary>Gets the form of the reasoning: the summary or the text.</summary>
    public ResponsesEventKind Source { get; init; }

    /// <summary>Writes a piece of the free text of a call.</summary>
    public void AppendFreeText(ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        OpenFreeText(sink);
        Append(FreeText.EscapeAgain(_freeText.Add(text)), sink);
    }

    protected override void OnEnding(IChatEventSink sink)
    {
        if (IsFreeText)
        {
            OpenFreeText(sink);
            Append(FreeText.EscapeAgain(_freeText.End()), sink);
            Append(FreeText.Tail, sink);
        }
    }

    /// <summary>Writes what stands before the free text of a call, once.</summary>
    private void OpenFreeText(IChatEventSink sink)
    {
        if (!HasText)
        {
            Append(FreeText.Head, sink);
        }
    }
}
