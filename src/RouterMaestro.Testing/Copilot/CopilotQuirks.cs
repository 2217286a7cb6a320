namespace RouterMaestro.Testing.Copilot;

/// <summary>
/// Deviations from a protocol that Copilot shows for single models or times. Set them on one answer with
/// <see cref="CopilotStep.WithQuirks"/>, or on all with <see cref="CopilotSimulator.Quirks"/>. A quirk has no effect on other protocols than
/// the one it names. Source: sections 5.7 to 5.10 of the wire facts, and the threads named there.
/// </summary>
[Flags]
public enum CopilotQuirks
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Chat: the text and each tool call stand in choices of their own.</summary>
    SplitChoices = 1,

    /// <summary>Chat: the finish reason is <c>stop</c> although there are tool calls.</summary>
    StopWithToolCalls = 1 << 1,

    /// <summary>Chat: tool calls come as <c>&lt;tool_call&gt;{json}&lt;/tool_call&gt;</c> in the text, under the finish reason <c>tool_calls</c>.</summary>
    ToolCallText = 1 << 2,

    /// <summary>Chat streams: every chunk before the last has a usage of zeros.</summary>
    ZeroUsage = 1 << 3,

    /// <summary>Chat streams: the usage comes in an event without choices, behind the one with the finish reason.</summary>
    UsageAfterFinish = 1 << 4,

    /// <summary>Chat streams: chunks have neither <c>object</c> nor <c>created</c>.</summary>
    BareChunks = 1 << 5,

    /// <summary>Chat: reasoning is in <c>cot_summary</c> and <c>cot_id</c>, not in <c>reasoning_text</c> and <c>reasoning_opaque</c>.</summary>
    CotKeys = 1 << 6,

    /// <summary>Chat: reasoning is in <c>thinking</c>, an object with <c>text</c>, and <c>signature</c>.</summary>
    ThinkingKeys = 1 << 7,

    /// <summary>Chat and Responses streams: events have an <c>obfuscation</c> of random length.</summary>
    Obfuscated = 1 << 8,

    /// <summary>Responses streams: the response id and item ids are others in every event; only <c>output_index</c> stays.</summary>
    RotatingIds = 1 << 9,

    /// <summary>Responses streams: a call's <c>namespace</c> is only on <c>response.output_item.done</c>, not on <c>added</c>.</summary>
    NamespaceOnDone = 1 << 10,

    /// <summary>Responses streams: a reasoning summary has no events of its own and comes whole on <c>response.output_item.done</c>.</summary>
    SummaryOnDone = 1 << 11,

    /// <summary>Responses streams: the last piece of a text has no event of its own and comes only in <c>response.output_text.done</c>.</summary>
    SuffixOnDone = 1 << 12,

    /// <summary>Responses: <c>copilot_usage</c> stands inside <c>response</c> on <c>response.completed</c>, not beside it.</summary>
    UsageInsideResponse = 1 << 13,

    /// <summary>Messages streams: <c>message_stop</c> has <c>amazon-bedrock-invocationMetrics</c>, and an event <c>copilot_usage</c> repeats the cost.</summary>
    BedrockMetrics = 1 << 14,
}
