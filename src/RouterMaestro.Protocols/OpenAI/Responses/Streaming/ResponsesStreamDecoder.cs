using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Errors;
using RouterMaestro.Protocols.OpenAI.Responses.Responses;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.RequestScanning;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Responses.Streaming;

/// <summary>Reads the events of a stream. Unknown events, and events of tools that the provider runs, add nothing.</summary>
internal sealed class ResponsesStreamDecoder : StreamDecoder
{
    private readonly ResponsesPartTracker _parts = new();
    private readonly ResponsesItemPlaces _places = new();
    private readonly ResponsesStreamItems _items;
    private readonly ResponsesTextLedger _texts = new();
    private readonly LossSink _losses;
    private readonly StreamRules _rules;
    private ResponsesSequence _sequence;
    private ResponsesOpenItems _open;
    private bool _hasGap;

    /// <summary>Creates a decoder.</summary>
    /// <param name="losses">Receives the items and members that the events cannot hold.</param>
    /// <param name="rules">What is expected of the provider's streams.</param>
    public ResponsesStreamDecoder(LossSink losses, StreamRules rules = default) => (_items, _losses, _rules) = (new(_parts, losses), losses, rules);

    public override bool IsFinishing => false;

    protected override bool HasContent => _parts.HasParts;

    // only the terminal ends a response
    protected override bool IsWhole => false;

    public override void Decode(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        if (data.IsEmpty)
        {
            return;
        }

        data = data.Trim(" \t\r\n"u8);
        if (IsEnded || data.SequenceEqual("[DONE]"u8))
        {
            return;
        }

        if (!data.IsEmpty)
        {
            TryRead(eventName, data, sink);
        }
        else if (!ResponsesEventKinds.IsUnknown(eventName))
        {
            Reject(sink);
        }
    }

    protected override void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        var frame = ResponsesFrame.Read(eventName, data);
        if (frame.HasOddText && (ResponsesEventKinds.IsTextDelta(frame.Kind) || ResponsesTextLedger.DeltaOf(frame.Kind) is not null))
        {
            throw new JsonException("A text is not a string.");
        }

        if (!_sequence.Take(frame.Number))
        {
            ReadFrame(frame, data, sink);
        }
        else if (_rules.RefusesGaps)
        {
            Fail(StreamFailures.Gap(), sink);
        }
        else
        {
            _hasGap = true;
            _losses.Add("sequence_number");
            ReadFrame(frame, data, sink);
        }
    }

    protected override ChatEvent.Started CreateStart() => ReadStart(default);

    private void ReadFrame(in ResponsesFrame frame, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        switch (frame.Kind)
        {
            case ResponsesEventKind.Other or ResponsesEventKind.OtherDelta or ResponsesEventKind.OtherContent:
                break;
            case ResponsesEventKind.AnnotationAdded:
                _losses.Add(ResponsesOutputReader.Annotations);
                break;
            case ResponsesEventKind.Lifecycle:
                EnsureStarted(frame.Response, sink);
                break;
            case ResponsesEventKind.Completed when _open.HasAny && (_hasGap || _open.AreMissingIn(frame.Response)):
                Fail(StreamFailures.Unfinished(HasContent), sink);
                break;
            case ResponsesEventKind.Completed or ResponsesEventKind.Incomplete when ResponsesErrors.FailureOf(frame.Response) is { } failure:
                Fail(failure, sink);
                break;
            case ResponsesEventKind.Completed or ResponsesEventKind.Incomplete:
                Complete(frame, sink);
                break;
            case ResponsesEventKind.Failed:
                Fail(ResponsesErrors.ReadFailed(frame.Response), sink);
                break;
            case ResponsesEventKind.Error:
                Fail(ResponsesErrors.ReadInside(data), sink);
                break;
            default:
                EnsureStarted(sink);
                ReadItemEvent(frame, sink);
                break;
        }
    }

    private void ReadItemEvent(in ResponsesFrame frame, IChatEventSink sink)
    {
        var (item, piece) = (_places.Find(frame), frame.PartIndex);
        _open.Take(frame.Kind, frame.OutputIndex, frame.Item);
        switch (frame.Kind)
        {
            case var delta when ResponsesEventKinds.IsTextDelta(delta):
                _texts.Add(item, piece, delta, frame.Text);
                AddPiece(item, piece, delta, frame.Text, sink);
                break;
            case ResponsesEventKind.ItemAdded:
                _items.Add(item, frame.Item, sink);
                break;
            case ResponsesEventKind.ItemDone:
                EndItem(item, frame.Item, sink);
                break;
            default:
                AddEndedPiece(item, piece, ResponsesTextLedger.DeltaOf(frame.Kind)!.Value, frame.Text, sink);
                break;
        }
    }

    /// <summary>Ends an item, after the texts that its deltas lack.</summary>
    /// <exception cref="JsonException">A text of the item is not a string.</exception>
    private void EndItem(int index, ReadOnlySpan<byte> item, IChatEventSink sink)
    {
        if (!ResponsesItemTexts.AreValid(item))
        {
            throw new JsonException("A text of an item is not a string.");
        }

        if (_parts.HasText(index))
        {
            var pieces = new ResponsesItemPieces(item);
            while (!IsEnded && pieces.Read())
            {
                AddEndedPiece(index, _texts.PieceOf(index, pieces.Index), pieces.Delta, pieces.Text, sink);
            }
        }

        if (!IsEnded)
        {
            _items.End(index, item, sink);
        }
    }

    /// <summary>Returns true if the deltas have all texts of an item that has no end: a terminal in the middle of it is a cut.</summary>
    private bool HasAllOf(int index, ReadOnlySpan<byte> item)
    {
        var pieces = new ResponsesItemPieces(item);
        while (pieces.Read())
        {
            if (!_texts.Check(index, _texts.PieceOf(index, pieces.Index), pieces.Delta, pieces.Text, out var rest) || !rest.IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Ends the items that wait for their end, and reads the whole output if no event before had an item or part. If events were lost, or items have no
    /// end, it ends those that none of the others did.
    /// </summary>
    private void ReadOutput(ReadOnlySpan<byte> response, IChatEventSink sink)
    {
        _items.EndCompleted(sink);
        var isAll = !_items.HasAny && !_parts.HasParts;
        var isRest = (_hasGap || _open.HasAny) && !_places.HasIds;
        if (!(isAll || isRest) || !MemberProbe.TryFind(response, "output"u8, out var output) || output.Kind != JsonValueKind.Array)
        {
            return;
        }

        var index = 0;
        var items = new ElementScanner(ResponsesFrameMap.SpanOf(output, response));
        while (!IsEnded && items.Read())
        {
            if (isAll || !_items.HasEnded(index))
            {
                if (_open.HasAny && !HasAllOf(index, items.Element))
                {
                    Fail(StreamFailures.Unfinished(HasContent), sink);
                    return;
                }

                EndItem(index, items.Element, sink);
            }

            index++;
        }
    }

    /// <summary>Adds what the deltas of an ended piece lack. Deltas that are missing in the middle cannot be added any more.</summary>
    private void AddEndedPiece(int item, int piece, ResponsesEventKind delta, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (item < 0 && _parts.HasText(item))
        {
            return;
        }

        if (!_texts.Check(item, piece, delta, text, out var rest))
        {
            Fail(StreamFailures.Gap(), sink);
        }
        else if (!rest.IsEmpty)
        {
            _texts.Add(item, piece, delta, rest);
            AddPiece(item, piece, delta, rest, sink);
        }
    }

    private void AddPiece(int item, int piece, ResponsesEventKind delta, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        switch (delta)
        {
            case ResponsesEventKind.TextDelta:
                _parts.AddText(item, piece, PartKind.Text, text, sink);
                break;
            case ResponsesEventKind.RefusalDelta:
                _parts.AddText(item, piece, PartKind.Refusal, text, sink);
                break;
            case ResponsesEventKind.SummaryDelta or ResponsesEventKind.ReasoningDelta:
                _parts.AddReasoning(item, piece, delta, text, sink);
                break;
            case ResponsesEventKind.ArgumentsDelta or ResponsesEventKind.InputDelta:
                AddArguments(item, text, sink);
                break;
        }
    }

    private void AddArguments(int item, ReadOnlySpan<byte> text, IChatEventSink sink)
    {
        if (_parts.FindCall(item) is { } call)
        {
            ResponsesPartTracker.AddArguments(call, text, sink);
        }
    }

    private void Complete(in ResponsesFrame frame, IChatEventSink sink)
    {
        EnsureStarted(frame.Response, sink);
        ReadOutput(frame.Response, sink);
        if (IsEnded)
        {
            return;
        }

        _parts.EndAll(sink);
        var map = ResponsesFrameMap.Read(frame.Response);
        var usage = map.Usage.IsGiven ? ResponsesUsage.Read(ResponsesFrameMap.SpanOf(map.Usage, frame.Response), ServiceTiers.FromQuoted(ResponsesFrameMap.SpanOf(map.ServiceTier, frame.Response))) : null;
        var reason = ResponsesFinishReasons.Read(map, frame.Response);
        var finish = reason is FinishReason.Length or FinishReason.ContentFilter ? reason.Value
            : frame.Kind == ResponsesEventKind.Incomplete ? FinishReason.Length
            : ResponsesFinishReasons.Completed(_parts.HasCalls);
        Complete(new ChatEvent.Completed(finish, usage), sink);
    }

    private void EnsureStarted(ReadOnlySpan<byte> response, IChatEventSink sink)
    {
        if (!IsStarted)
        {
            Start(ReadStart(response), sink);
        }
    }

    private static ChatEvent.Started ReadStart(ReadOnlySpan<byte> response) => new(
        StringOf(response, "id"u8),
        StringOf(response, "model"u8),
        MemberProbe.TryFind(response, "created_at"u8, out var created) && created.Kind == JsonValueKind.Number
            && FieldShapes.ToInteger(ResponsesFrameMap.SpanOf(created, response)) is > 0 and var seconds
            ? seconds
            : null,
        null);

    private static string? StringOf(ReadOnlySpan<byte> response, ReadOnlySpan<byte> name) =>
        MemberProbe.TryFind(response, name, out var value) && value.Kind == JsonValueKind.String
            ? JsonText.CopyEscaped(ResponsesFrameMap.SpanOf(value, response)[1..^1]).ToString()
            : null;
}

/// <summary>
/// Maps the items of a stream to their positions in the output. llama.cpp (ggml-org/llama.cpp#20607) and Lemonade 11.9.0
/// (lemonade-sdk/lemonade#3607) omit output_index; then the item's id identifies it. Unseen cases "pieces that name their
/// items alone" and "calls that name nothing but their ids".
/// </summary>
internal sealed class ResponsesItemPlaces
{
    // positions from here on stand for ids; no output has as many items
    private const int FirstWithoutIndex = 1 << 20;

    private readonly List<(byte[] Id, int Place)> _items = [];

    /// <summary>Gets a value indicating whether ids stand for positions.</summary>
    public bool HasIds => _items.Exists(i => i.Place >= FirstWithoutIndex);

    /// <summary>Finds the position of the item of a frame.</summary>
    /// <returns>The position; -1 if the frame has neither an index nor an id.</returns>
    public int Find(in ResponsesFrame frame)
    {
        if (frame.OutputIndex >= 0)
        {
            if (frame.Kind == ResponsesEventKind.ItemAdded)
            {
                Note(IdOf(frame.Item), frame.OutputIndex);
            }

            return frame.OutputIndex;
        }

        var id = frame.Item.IsEmpty ? frame.ItemId : IdOf(frame.Item);
        foreach (var (known, place) in _items)
        {
            if (id.SequenceEqual(known))
            {
                return place;
            }
        }

        return Note(id, FirstWithoutIndex + _items.Count);
    }

    private int Note(ReadOnlySpan<byte> id, int place)
    {
        if (id.IsEmpty)
        {
            return -1;
        }

        _items.Add((id.ToArray(), place));
        return place;
    }

    private static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> item) =>
        MemberProbe.TryFind(item, "id"u8, out var id) && id.Kind == JsonValueKind.String ? ResponsesFrameMap.SpanOf(id, item)[1..^1] : default;
}
