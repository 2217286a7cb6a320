namespace RouterMaestro.Domain.Chat;

/// <summary>What kind of part a stream opens.</summary>
public enum PartKind
{
    /// <summary>A <see cref="TextPart"/>.</summary>
    Text,

    /// <summary>A <see cref="ReasoningPart"/>.</summary>
    Reasoning,

    /// <summary>A <see cref="RedactedReasoningPart"/>; its whole blob comes with the start.</summary>
    RedactedReasoning,

    /// <summary>A <see cref="RefusalPart"/>.</summary>
    Refusal,

    /// <summary>A <see cref="ToolCallPart"/>; its deltas are pieces of the arguments' JSON text.</summary>
    ToolCall,
}
