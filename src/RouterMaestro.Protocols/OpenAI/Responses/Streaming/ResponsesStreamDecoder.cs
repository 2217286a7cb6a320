using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Responses.Errors;
using RouterMaestro.Protocols.OpenAI.Responses.Responses;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.RequestScanning;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Responses.Streaming;

/// <summary>Reads the events of a stream. Unknown events, and events of tools that the provider runs, add nothing.</summary>
internal sealed class ResponsesStreamDecoder : StreamDecoder
{
    private readonly ResponsesPartTracker _parts = new();
    private readonly ResponsesItemPlaces _places = new();
    private readonly ResponsesStreamItems _items;
    private readonly LossSink _losses;

    /// <summary>Creates a decoder.</summary>
    /// <param name="losses">Receives the items and members that the events cannot hold.</param>
    public ResponsesStreamDecoder(LossSink losses) => (_items, _losses) = (new(_parts, losses), losses);

    public override bool IsFinishing => false;

    protected override bool HasContent => _parts.HasParts;

    public override void Decode(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        data = data.Trim(" \t\r\n"u8);
        if (!IsEnded && !data.IsEmpty && !data.SequenceEqual("[DONE]"u8))
        {
            TryRead(eventName, Repair(data), sink);
        }
    }

    protected override void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink) =>
        ReadFrame(ResponsesFrame.Read(eventName, data), data, sink);

    protected override bool IgnoresMalformed(ReadOnlySpan<byte> eventName) =>
        !eventName.IsEmpty && ResponsesEventKinds.Of(eventName) is ResponsesEventKind.Other or ResponsesEventKind.OtherContent;

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
        switch (frame.Kind)
        {
            case ResponsesEventKind.TextDelta:
                _parts.AddText(item, piece, PartKind.Text, frame.Text, sink);
                break;
            case ResponsesEventKind.RefusalDelta:
                _parts.AddText(item, piece, PartKind.Refusal, frame.Text, sink);
                break;
            case ResponsesEventKind.SummaryDelta or ResponsesEventKind.ReasoningDelta:
                _parts.AddReasoning(item, piece, frame.Kind, frame.Text, sink);
                break;
            case ResponsesEventKind.ArgumentsDelta or ResponsesEventKind.InputDelta:
                AddArguments(item, frame.Text, sink);
                break;
            case ResponsesEventKind.ItemAdded:
                _items.Add(item, frame.Item, sink);
                break;
            case ResponsesEventKind.ItemDone:
                _items.End(item, frame.Item, sink);
                break;
            default:
                AddEndedPiece(item, frame, sink);
                break;
        }
    }

    /// <summary>Adds the content of an ended piece if its item has no text yet.</summary>
    private void AddEndedPiece(int item, in ResponsesFrame frame, IChatEventSink sink)
    {
        if (_parts.HasText(item))
        {
            return;
        }

        switch (frame.Kind)
        {
            case ResponsesEventKind.TextDone:
                _parts.AddText(item, frame.PartIndex, PartKind.Text, frame.Text, sink);
                break;
            case ResponsesEventKind.RefusalDone:
                _parts.AddText(item, frame.PartIndex, PartKind.Refusal, frame.Text, sink);
                break;
            case ResponsesEventKind.SummaryDone:
                _parts.AddReasoning(item, frame.PartIndex, ResponsesEventKind.SummaryDelta, frame.Text, sink);
                break;
            case ResponsesEventKind.ReasoningDone:
                _parts.AddReasoning(item, frame.PartIndex, ResponsesEventKind.ReasoningDelta, frame.Text, sink);
                break;
            case ResponsesEventKind.ArgumentsDone or ResponsesEventKind.InputDone:
                AddArguments(item, frame.Text, sink);
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
        _items.ReadOutput(frame.Response, sink);
        _parts.EndAll(sink);
        var map = ResponsesFrameMap.Read(frame.Response);
        var usage = map.Usage.IsGiven ? ResponsesUsage.Read(ResponsesFrameMap.SpanOf(map.Usage, frame.Response)) : null;
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
