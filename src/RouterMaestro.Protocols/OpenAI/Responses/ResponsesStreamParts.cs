using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>
/// The parts of one stream: numbered in the order in which they start, each started and ended once, whatever the provider forgets
/// or repeats.
/// </summary>
internal sealed class ResponsesStreamParts
{
    private readonly List<ResponsesStreamPart> _parts = [];

    public bool HasParts => _parts.Count > 0;

    public bool HasCalls { get; private set; }

    /// <summary>Tells whether an item has told something, so that its end need not be looked at.</summary>
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

    /// <summary>Takes a piece of reasoning; of its two forms the one that comes first counts.</summary>
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

    /// <summary>Takes the seal of a thought.</summary>
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
