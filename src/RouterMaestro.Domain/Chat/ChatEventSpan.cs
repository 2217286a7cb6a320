namespace RouterMaestro.Domain.Chat;

/// <summary>
/// A <see cref="ChatEvent"/> in the form that crosses the hot path: a view into the read buffer, valid only during the call that
/// hands it over. All text is escaped JSON in UTF-8, without quotes.
/// </summary>
public readonly ref struct ChatEventSpan
{
    private readonly ChatEvent? _record;

    private ChatEventSpan(ChatEventKind kind, int index, ChatEvent? record = null) =>
        (Kind, Index, _record) = (kind, index, record);

    /// <summary>Gets which event this is.</summary>
    public ChatEventKind Kind { get; }

    /// <summary>Gets the part's index; 0 for events that concern no part.</summary>
    public int Index { get; }

    /// <summary>Gets the kind of the part that starts.</summary>
    public PartKind PartKind { get; private init; }

    /// <summary>Gets the piece of text, arguments or signature, or the blob of redacted reasoning.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>Gets the id of the tool call that starts.</summary>
    public ReadOnlySpan<byte> CallId { get; private init; }

    /// <summary>Gets the name of the tool called.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Gets the start, of a span of that kind.</summary>
    public ChatEvent.Started AsStarted => (ChatEvent.Started)_record!;

    /// <summary>Gets the completion, of a span of that kind.</summary>
    public ChatEvent.Completed AsCompleted => (ChatEvent.Completed)_record!;

    /// <summary>Gets the failure, of a span of that kind.</summary>
    public ChatEvent.Failed AsFailed => (ChatEvent.Failed)_record!;

    /// <summary>Gets a value indicating whether the event settles which candidate answers: a first piece of content, or an end with a reason.</summary>
    public bool IsContent => Kind switch
    {
        ChatEventKind.PartStarted => PartKind is PartKind.ToolCall or PartKind.Reasoning or PartKind.RedactedReasoning,
        ChatEventKind.PartDelta or ChatEventKind.SignatureDelta => !Text.IsEmpty,
        ChatEventKind.Completed => true,
        _ => false,
    };

    /// <summary>Makes a start.</summary>
    public static ChatEventSpan Started(ChatEvent.Started started) => new(ChatEventKind.Started, 0, started);

    /// <summary>Makes the start of a text, reasoning or refusal part.</summary>
    public static ChatEventSpan PartStarted(int index, PartKind kind) => new(ChatEventKind.PartStarted, index) { PartKind = kind };

    /// <summary>Makes the start of a tool call.</summary>
    public static ChatEventSpan ToolCallStarted(int index, ReadOnlySpan<byte> callId, ReadOnlySpan<byte> name) =>
        new(ChatEventKind.PartStarted, index) { PartKind = PartKind.ToolCall, CallId = callId, Name = name };

    /// <summary>Makes the start of redacted reasoning, with its blob.</summary>
    public static ChatEventSpan RedactedStarted(int index, ReadOnlySpan<byte> data) =>
        new(ChatEventKind.PartStarted, index) { PartKind = PartKind.RedactedReasoning, Text = data };

    /// <summary>Makes a piece of text or arguments.</summary>
    public static ChatEventSpan PartDelta(int index, ReadOnlySpan<byte> text) => new(ChatEventKind.PartDelta, index) { Text = text };

    /// <summary>Makes a piece of a signature.</summary>
    public static ChatEventSpan SignatureDelta(int index, ReadOnlySpan<byte> text) => new(ChatEventKind.SignatureDelta, index) { Text = text };

    /// <summary>Makes the end of a part.</summary>
    public static ChatEventSpan PartEnded(int index) => new(ChatEventKind.PartEnded, index);

    /// <summary>Makes a completion.</summary>
    public static ChatEventSpan Completed(ChatEvent.Completed completed) => new(ChatEventKind.Completed, 0, completed);

    /// <summary>Makes a failure.</summary>
    public static ChatEventSpan Failed(ChatEvent.Failed failed) => new(ChatEventKind.Failed, 0, failed);

    /// <summary>Copies the span into a record that may be kept.</summary>
    public ChatEvent ToEvent() => Kind switch
    {
        ChatEventKind.PartStarted => new ChatEvent.PartStarted(Index, PartKind)
        {
            CallId = JsonText.CopyEscaped(CallId),
            Name = JsonText.CopyEscaped(Name),
            Data = JsonText.CopyEscaped(Text),
        },
        ChatEventKind.PartDelta => new ChatEvent.PartDelta(Index, JsonText.CopyEscaped(Text)),
        ChatEventKind.SignatureDelta => new ChatEvent.SignatureDelta(Index, JsonText.CopyEscaped(Text)),
        ChatEventKind.PartEnded => new ChatEvent.PartEnded(Index),
        _ => _record!,
    };
}
