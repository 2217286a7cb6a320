namespace RouterMaestro.Domain.Chat;

/// <summary>Why an answer ended.</summary>
public enum FinishReason
{
    /// <summary>The model was done, or met a stop sequence.</summary>
    Stop,

    /// <summary>It ran into a token limit.</summary>
    Length,

    /// <summary>It wants tools called.</summary>
    ToolCalls,

    /// <summary>The provider withheld the rest, or the model refused.</summary>
    ContentFilter,

    /// <summary>The provider paused a long turn, which the caller may resume.</summary>
    Pause,
}
