namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>The events that mean something to a reader of streams.</summary>
internal enum ResponsesEventKind
{
    /// <summary>An event that adds nothing, or is not known yet.</summary>
    Other,

    /// <summary>The answer begins, waits or goes on: <c>response.created</c>, <c>.queued</c>, <c>.in_progress</c>.</summary>
    Lifecycle,
    Completed,
    Incomplete,
    Failed,
    Error,
    ItemAdded,
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

    /// <summary>A piece of something that the canonical model has no part for, such as code that the provider runs.</summary>
    OtherDelta,
}
