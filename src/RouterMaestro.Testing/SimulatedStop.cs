namespace RouterMaestro.Testing;

/// <summary>Why a simulated answer ends; each dialect has its own word for it.</summary>
public enum SimulatedStop
{
    /// <summary>The model was done: <c>stop</c> in Chat, <c>end_turn</c> in Messages, <c>completed</c> in Responses.</summary>
    Complete,

    /// <summary>The token limit was met: <c>length</c>, <c>max_tokens</c>, <c>max_output_tokens</c>.</summary>
    Length,

    /// <summary>Tools are to be called: <c>tool_calls</c>, <c>tool_use</c>, <c>completed</c>.</summary>
    ToolCalls,

    /// <summary>A stop sequence was met: <c>stop</c>, <c>stop_sequence</c>; Responses has none: <c>completed</c>.</summary>
    StopSequence,

    /// <summary>The provider withheld the rest: <c>content_filter</c>, <c>refusal</c>, <c>content_filter</c>.</summary>
    ContentFilter,

    /// <summary>A long turn was paused: <c>stop</c>, <c>pause_turn</c>, <c>completed</c>.</summary>
    Pause,
}
