namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Specifies the kind of a stream event.</summary>
internal enum ResponsesEventKind
{
    /// <summary>An event that adds nothing, or is not known yet.</summary>
    Other,

    /// <summary>The response starts, waits or continues: <c>response.created</c>, <c>.queued</c>, <c>.in_progress</c>.</summary>
    Lifecycle,
    Completed,
    Incomplete,
    Failed,
    Error,
    ItemAdded,
    AnnotationAdded,
    ItemDone,
    TextDelta,
    TextDone,
    RefusalDelta,
    RefusalDone,
    SummaryDelta,
    SummaryDone,
    ReasoningDelta,
    ReasoningDone,
    ArgumentsDelta,
    ArgumentsDone,
    InputDelta,
    InputDone,

    /// <summary>A delta without a part in the canonical model, such as code that the provider runs.</summary>
    OtherDelta,

    /// <summary>An event that repeats content which came before, or has some without a part in the canonical model.</summary>
    OtherContent,
}

/// <summary>Maps the names of events, which are also the types of their data.</summary>
internal static class ResponsesEventKinds
{
    /// <summary>Returns true for deltas of text, whose member <c>delta</c> is a string.</summary>
    public static bool IsTextDelta(ResponsesEventKind kind) => kind is ResponsesEventKind.TextDelta or ResponsesEventKind.RefusalDelta
        or ResponsesEventKind.SummaryDelta or ResponsesEventKind.ReasoningDelta or ResponsesEventKind.ArgumentsDelta or ResponsesEventKind.InputDelta;

    /// <summary>Returns true if an event has a name by which it is no known part of a response.</summary>
    public static bool IsUnknown(ReadOnlySpan<byte> eventName) => !eventName.IsEmpty && Of(eventName) == ResponsesEventKind.Other;

    public static ResponsesEventKind Of(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("error"u8) => ResponsesEventKind.Error,
        _ when name.StartsWith("response."u8) => OfResponse(name["response."u8.Length..]),
        _ => ResponsesEventKind.Other,
    };

    private static ResponsesEventKind OfResponse(ReadOnlySpan<byte> what) => what switch
    {
        _ when what.EndsWith(".delta"u8) => OfDelta(what[..^".delta"u8.Length]),
        _ when what.EndsWith(".done"u8) => OfDone(what[..^".done"u8.Length]),
        _ => OfOther(what),
    };

    private static ResponsesEventKind OfDelta(ReadOnlySpan<byte> what) => what switch
    {
        _ when what.SequenceEqual("output_text"u8) => ResponsesEventKind.TextDelta,
        _ when what.SequenceEqual("function_call_arguments"u8) => ResponsesEventKind.ArgumentsDelta,
        _ when what.SequenceEqual("reasoning_summary_text"u8) => ResponsesEventKind.SummaryDelta,
        _ when what.SequenceEqual("reasoning_text"u8) => ResponsesEventKind.ReasoningDelta,
        _ when what.SequenceEqual("refusal"u8) => ResponsesEventKind.RefusalDelta,
        _ when what.SequenceEqual("custom_tool_call_input"u8) => ResponsesEventKind.InputDelta,
        _ => ResponsesEventKind.OtherDelta,
    };

    private static ResponsesEventKind OfDone(ReadOnlySpan<byte> what) => what switch
    {
        _ when what.SequenceEqual("output_item"u8) => ResponsesEventKind.ItemDone,
        _ when what.SequenceEqual("output_text"u8) => ResponsesEventKind.TextDone,
        _ when what.SequenceEqual("function_call_arguments"u8) => ResponsesEventKind.ArgumentsDone,
        _ when what.SequenceEqual("reasoning_summary_text"u8) => ResponsesEventKind.SummaryDone,
        _ when what.SequenceEqual("reasoning_text"u8) => ResponsesEventKind.ReasoningDone,
        _ when what.SequenceEqual("refusal"u8) => ResponsesEventKind.RefusalDone,
        _ when what.SequenceEqual("custom_tool_call_input"u8) => ResponsesEventKind.InputDone,
        _ when what.SequenceEqual("content_part"u8) || what.SequenceEqual("reasoning_summary_part"u8) => ResponsesEventKind.OtherContent,
        _ when what.SequenceEqual("code_interpreter_call_code"u8) || what.SequenceEqual("mcp_call_arguments"u8) => ResponsesEventKind.OtherContent,
        _ when what.SequenceEqual("audio.transcript"u8) => ResponsesEventKind.OtherContent,
        _ => ResponsesEventKind.Other,
    };

    private static ResponsesEventKind OfOther(ReadOnlySpan<byte> what) => what switch
    {
        _ when what.SequenceEqual("output_item.added"u8) => ResponsesEventKind.ItemAdded,
        _ when what.SequenceEqual("created"u8) || what.SequenceEqual("in_progress"u8) || what.SequenceEqual("queued"u8) => ResponsesEventKind.Lifecycle,
        _ when what.SequenceEqual("output_text.annotation.added"u8) => ResponsesEventKind.AnnotationAdded,
        _ when what.SequenceEqual("content_part.added"u8) || what.SequenceEqual("reasoning_summary_part.added"u8) => ResponsesEventKind.OtherContent,
        _ when what.SequenceEqual("image_generation_call.partial_image"u8) => ResponsesEventKind.OtherContent,
        _ when what.SequenceEqual("completed"u8) => ResponsesEventKind.Completed,
        _ when what.SequenceEqual("incomplete"u8) => ResponsesEventKind.Incomplete,
        _ when what.SequenceEqual("failed"u8) || what.SequenceEqual("cancelled"u8) => ResponsesEventKind.Failed,
        _ => ResponsesEventKind.Other,
    };
}
