using System.Text.Json;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>
/// Follows the texts of a translated stream, to compare them with the complete text by which each ends. It stores the number of code units and a hash of
/// each, so that a delta costs no allocation.
/// </summary>
internal sealed class ResponsesTextLedger
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private readonly List<Entry> _texts = [];

    /// <summary>Adds a delta.</summary>
    /// <param name="item">The position of its item; below 0 if it is not known, then the delta is not followed.</param>
    /// <param name="piece">The position within the item.</param>
    /// <param name="delta">The kind of the delta.</param>
    /// <param name="text">The text, escaped.</param>
    public void Add(int item, int piece, ResponsesEventKind delta, ReadOnlySpan<byte> text)
    {
        if (item < 0)
        {
            return;
        }

        if (Find(item, piece, delta) is not { } entry)
        {
            entry = new(item, piece, delta);
            _texts.Add(entry);
        }

        var units = new JsonUnitReader(text);
        while (units.Read())
        {
            entry.Take(units.Unit);
        }
    }

    /// <summary>Compares a complete text with its deltas.</summary>
    /// <param name="item">The position of its item.</param>
    /// <param name="piece">The position within the item.</param>
    /// <param name="delta">The kind of its deltas.</param>
    /// <param name="text">The complete text, escaped.</param>
    /// <param name="rest">What the deltas lack, if they are the beginning of the text; all of it if the item had none of this piece or a later one.</param>
    /// <returns>False if deltas from the middle are missing. A text that is not longer than its deltas has lost nothing.</returns>
    public bool Check(int item, int piece, ResponsesEventKind delta, ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        if (Find(item, piece, delta) is not { } entry)
        {
            rest = _texts.Exists(e => e.Item == item && e.Piece >= piece) ? default : text;
            return true;
        }

        var units = new JsonUnitReader(text);
        var beginning = new Entry(item, piece, delta);
        while (beginning.Length < entry.Length)
        {
            if (!units.Read())
            {
                return true;
            }

            beginning.Take(units.Unit);
        }

        rest = text[units.At..];
        return rest.IsEmpty || (units.IsBoundary && beginning.Hash == entry.Hash);
    }

    /// <summary>Finds the position of a text of a complete item, whose content may also have pieces that no delta sent.</summary>
    /// <param name="item">The position of the item.</param>
    /// <param name="index">The position among the texts of the item.</param>
    /// <returns>The position within the item; one behind all of them if the deltas had fewer texts.</returns>
    public int PieceOf(int item, int index)
    {
        var next = 0;
        foreach (var entry in _texts)
        {
            if (entry.Item == item && index-- == 0)
            {
                return entry.Piece;
            }

            next = entry.Item == item ? Math.Max(next, entry.Piece + 1) : next;
        }

        return next;
    }

    /// <summary>Returns the kind of the deltas that an event ends; null if it ends no text.</summary>
    public static ResponsesEventKind? DeltaOf(ResponsesEventKind done) => done switch
    {
        ResponsesEventKind.TextDone => ResponsesEventKind.TextDelta,
        ResponsesEventKind.RefusalDone => ResponsesEventKind.RefusalDelta,
        ResponsesEventKind.SummaryDone => ResponsesEventKind.SummaryDelta,
        ResponsesEventKind.ReasoningDone => ResponsesEventKind.ReasoningDelta,
        ResponsesEventKind.ArgumentsDone => ResponsesEventKind.ArgumentsDelta,
        ResponsesEventKind.InputDone => ResponsesEventKind.InputDelta,
        _ => null,
    };

    private Entry? Find(int item, int piece, ResponsesEventKind delta)
    {
        for (var at = _texts.Count - 1; at >= 0; at--)
        {
            if (_texts[at] is var entry && entry.Item == item && entry.Piece == piece && entry.Delta == delta)
            {
                return entry;
            }
        }

        return null;
    }

    private sealed class Entry(int item, int piece, ResponsesEventKind delta)
    {
        public int Item => item;

        public int Piece => piece;

        public ResponsesEventKind Delta => delta;

        public long Length { get; private set; }

        public ulong Hash { get; private set; } = FnvOffset;

        public void Take(char unit)
        {
            Length++;
            Hash = (Hash ^ unit) * FnvPrime;
        }
    }
}

/// <summary>
/// Follows the messages and calls that have begun and not ended. A response is not complete while one is open. OpenAI adds items of its own tools that
/// never end (recording mcp_list_tools_stream_backfills).
/// </summary>
internal struct ResponsesOpenItems
{
    private const int MaxItems = 64;

    private ulong _open;

    /// <summary>Gets a value indicating whether an item is open.</summary>
    public readonly bool HasAny => _open != 0;

    /// <summary>Returns true if an item is open that a complete response does not hold either.</summary>
    /// <param name="response">The response. Servers that omit the ends of items tell them here.</param>
    public readonly bool AreMissingIn(ReadOnlySpan<byte> response)
    {
        if (_open == 0 || !MemberProbe.TryFind(response, "output"u8, out var output) || output.Kind != JsonValueKind.Array)
        {
            return _open != 0;
        }

        var count = 0;
        var items = new ElementScanner(ResponsesFrameMap.SpanOf(output, response));
        while (items.Read())
        {
            count++;
        }

        return count < MaxItems && _open >> count != 0;
    }

    /// <summary>Takes the begin or end of an item.</summary>
    /// <param name="kind">The kind of the event.</param>
    /// <param name="index">The position of the item; below 0 if it is not known, then the item is not followed.</param>
    /// <param name="item">The item.</param>
    public void Take(ResponsesEventKind kind, int index, ReadOnlySpan<byte> item)
    {
        if (index is < 0 or >= MaxItems)
        {
            return;
        }

        var bit = 1UL << index;
        if (kind == ResponsesEventKind.ItemDone)
        {
            _open &= ~bit;
        }
        else if (kind == ResponsesEventKind.ItemAdded && IsFollowed(item) && !MemberProbe.Is(item, "status"u8, "\"completed\""u8))
        {
            // Perplexity's Agent API adds items that are complete (unseen case "a call that is whole from the start, and has no end")
            _open |= bit;
        }
    }

    private static bool IsFollowed(ReadOnlySpan<byte> item) => MemberProbe.TryFind(item, "type"u8, out var type)
        && ResponsesFrameMap.SpanOf(type, item) is var name
        && (name.SequenceEqual("\"message\""u8) || name.SequenceEqual("\"function_call\""u8) || name.SequenceEqual("\"custom_tool_call\""u8));
}

/// <summary>Follows the <c>sequence_number</c> of the events. Their first may be any number: a stream that OpenAI resumes begins with a later one.</summary>
internal struct ResponsesSequence
{
    private long? _next;

    /// <summary>Takes the number of an event.</summary>
    /// <param name="number">The number; null if the event has none.</param>
    /// <returns>True if events before it are missing.</returns>
    public bool Take(long? number)
    {
        var isGap = number > _next;
        _next = number + 1 ?? _next;
        return isGap;
    }
}
