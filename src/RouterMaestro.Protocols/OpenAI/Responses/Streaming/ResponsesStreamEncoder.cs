using System.Buffers;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Responses.Responses;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Responses.Streaming;

/// <summary>
/// Writes events as frames. Consecutive texts and refusals are one message item. Calls may be open in parallel, each in its own
/// item.
/// </summary>
internal sealed class ResponsesStreamEncoder(ResponseOptions options) : StreamEncoder
{
    private readonly ResponsesFrames _frames = new();
    private readonly Dictionary<string, ToolAlias>? _aliases = ResponsesToolNames.AliasesOf(options.Tools);
    private readonly List<ResponsesOutputItem> _items = [];
    private readonly List<ResponsesOpenPart> _parts = [];
    private ResponsesOutputItem? _message;

    public override IBufferWriter<byte> Output
    {
        get => _frames.Output;
        set => _frames.Output = value;
    }

    protected override void Start(TokenUsage? usage)
    {
        _frames.Write("response.created"u8, options.Identity, ResponsesFrameMembers.Begun);
        _frames.Write("response.in_progress"u8, options.Identity, ResponsesFrameMembers.Begun);
    }

    protected override void Open(in ChatEventSpan start)
    {
        var part = new ResponsesOpenPart(start.PartKind);
        switch (start.PartKind)
        {
            case PartKind.ToolCall:
                OpenCall(part, start);
                break;
            case PartKind.Reasoning or PartKind.RedactedReasoning when options.ShowReasoning:
                part.Item = New(new(ResponsesItemKind.Reasoning, _items.Count, options.Identity));
                part.Item.Redacted = start.PartKind == PartKind.RedactedReasoning ? JsonText.CopyEscaped(start.Text).ToString() : null;
                break;
        }

        _parts.Add(part);
    }

    protected override void Continue(in ChatEventSpan delta)
    {
        if (delta.Index < _parts.Count)
        {
            Continue(_parts[delta.Index], delta.Text);
        }
    }

    protected override void Sign(in ChatEventSpan delta)
    {
        if (delta.Index < _parts.Count)
        {
            _parts[delta.Index].Item?.Sign(JsonText.CopyEscaped(delta.Text).ToString());
        }
    }

    protected override void End(int index)
    {
        if (index < _parts.Count)
        {
            End(_parts[index]);
        }
    }

    protected override void EndAll(ChatEvent.Completed completed)
    {
        _parts.ForEach(End);
        EndMessage(isIncomplete: !IsComplete(completed));
    }

    protected override void Complete(ChatEvent.Completed completed) => _frames.Write(
        IsComplete(completed) ? "response.completed"u8 : "response.incomplete"u8,
        (options.Identity, completed.Finish, _items, completed.Usage),
        ResponsesFrameMembers.Done);

    protected override void Fail(UpstreamFailure failure)
    {
        EnsureStarted();
        _frames.Write("response.failed"u8, (options.Identity, options.Identity.ErrorOf(failure), _items.Where(i => i.IsDone)), ResponsesFrameMembers.Failed);
    }

    private static bool IsComplete(ChatEvent.Completed completed) => ResponsesFinishReasons.Reason(completed.Finish).IsEmpty;

    private void OpenCall(ResponsesOpenPart part, in ChatEventSpan span)
    {
        var (id, name) = (JsonText.CopyEscaped(span.CallId), JsonText.CopyEscaped(span.Name));
        var alias = _aliases?.GetValueOrDefault(name.ToString());
        part.Item = New(ResponsesOutputItem.OfCall(id, name, alias, _items.Count, options.Identity));
        part.Piece = part.Item.Pieces[0];
        part.Head = ResponsesFrames.DeltaHead(part.Item, part.Piece);
    }

    private ResponsesOutputItem New(ResponsesOutputItem item)
    {
        EndMessage(isIncomplete: false);
        _items.Add(item);
        _frames.Write("response.output_item.added"u8, item, ResponsesFrameMembers.ItemAdded);
        return item;
    }

    private void Continue(ResponsesOpenPart part, ReadOnlySpan<byte> text)
    {
        if (part.IsEnded || (part.Kind is PartKind.Reasoning && part.Item is null) || part.Kind == PartKind.RedactedReasoning)
        {
            return;
        }

        if (part.Piece is null)
        {
            OpenPiece(part);
        }

        part.Piece!.Text.Append(text);
        if (part.Item!.Kind is not (ResponsesItemKind.FreeText or ResponsesItemKind.Search))
        {
            _frames.Delta(part.Head, text);
        }
    }

    private void OpenPiece(ResponsesOpenPart part)
    {
        part.Item ??= _message ??= New(new(ResponsesItemKind.Message, _items.Count, options.Identity));
        part.Piece = part.Item.AddPiece(part.Kind);
        part.Head = ResponsesFrames.DeltaHead(part.Item, part.Piece);
        var isReasoning = part.Kind == PartKind.Reasoning;
        _frames.Write(
            isReasoning ? "response.reasoning_summary_part.added"u8 : "response.content_part.added"u8,
            (part.Item, part.Piece),
            isReasoning ? ResponsesFrameMembers.SummaryAdded : ResponsesFrameMembers.ContentAdded);
    }

    private void End(ResponsesOpenPart part)
    {
        if (part.IsEnded)
        {
            return;
        }

        part.IsEnded = true;
        if (part.Item is not { } item)
        {
            return;
        }

        if (part.Piece is { } piece)
        {
            EndPiece(part, item, piece);
        }

        if (item.Kind != ResponsesItemKind.Message)
        {
            EndItem(item);
        }
    }

    private void EndPiece(ResponsesOpenPart part, ResponsesOutputItem item, ResponsesOutputPiece piece)
    {
        switch (item.Kind)
        {
            case ResponsesItemKind.Message:
                _frames.Write(piece.Kind == PartKind.Refusal ? "response.refusal.done"u8 : "response.output_text.done"u8, (item, piece), ResponsesFrameMembers.TextDone);
                _frames.Write("response.content_part.done"u8, (item, piece), ResponsesFrameMembers.ContentDone);
                break;
            case ResponsesItemKind.Reasoning:
                _frames.Write("response.reasoning_summary_text.done"u8, (item, piece), ResponsesFrameMembers.TextDone);
                _frames.Write("response.reasoning_summary_part.done"u8, (item, piece), ResponsesFrameMembers.SummaryDone);
                break;
            case ResponsesItemKind.Function:
                AddMissingArguments(part, piece);
                _frames.Write("response.function_call_arguments.done"u8, (item, piece), ResponsesFrameMembers.TextDone);
                break;
            case ResponsesItemKind.FreeText:
                _frames.Delta(part.Head, item.FreeText().Escaped.Span);
                _frames.Write("response.custom_tool_call_input.done"u8, (item, piece), ResponsesFrameMembers.TextDone);
                break;
        }
    }

    /// <summary>Writes an empty object if the call has no arguments.</summary>
    private void AddMissingArguments(ResponsesOpenPart part, ResponsesOutputPiece piece)
    {
        if (piece.Text.IsEmpty)
        {
            piece.Text.Append("{}"u8);
            _frames.Delta(part.Head, "{}"u8);
        }
    }

    private void EndMessage(bool isIncomplete)
    {
        if (_message is { } message)
        {
            _message = null;
            message.IsIncomplete = isIncomplete;
            EndItem(message);
        }
    }

    private void EndItem(ResponsesOutputItem item)
    {
        item.IsDone = true;
        _frames.Write("response.output_item.done"u8, item, ResponsesFrameMembers.ItemDone);
    }
}

/// <summary>Represents a part of a stream, with its item.</summary>
/// <param name="kind">The kind of the part.</param>
internal sealed class ResponsesOpenPart(PartKind kind)
{
    public PartKind Kind => kind;

    /// <summary>Gets or sets the item of the part; null for hidden reasoning, and for text before its first delta.</summary>
    public ResponsesOutputItem? Item { get; set; }

    /// <summary>Gets or sets the piece of the item; null before its first delta.</summary>
    public ResponsesOutputPiece? Piece { get; set; }

    /// <summary>Gets or sets the bytes before the text of each delta.</summary>
    public byte[] Head { get; set; } = [];

    public bool IsEnded { get; set; }
}
