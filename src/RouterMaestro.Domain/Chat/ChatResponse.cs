namespace RouterMaestro.Domain.Chat;

/// <summary>A whole response, in no particular protocol.</summary>
/// <param name="Parts">The parts of the response, in order.</param>
/// <param name="Finish">Why it ended.</param>
/// <param name="Usage">What it cost in tokens; null when the provider did not say.</param>
public sealed record ChatResponse(EquatableArray<ContentPart> Parts, FinishReason Finish, TokenUsage? Usage)
{
    /// <summary>Gets the provider's id of the response; null when it gave none.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the model that the provider says answered; null when it did not say.</summary>
    public string? Model { get; init; }

    /// <summary>Gets when the response was made, in seconds since 1970; null when the provider did not say.</summary>
    public long? Created { get; init; }

    /// <summary>Gets the stop sequence that ended the response; null when none did.</summary>
    public string? StopSequence { get; init; }

    /// <summary>Gets the fields that are specific to one protocol in the response.</summary>
    public Extensions Extensions { get; init; } = Extensions.None;

    /// <summary>Gets the text of the response, without reasoning, refusals and tool calls; empty if there is none.</summary>
    public string Text => string.Concat(Parts.OfType<TextPart>().Select(part => part.Text.ToString()));

    /// <summary>Gets the tool calls of the response, in order.</summary>
    public EquatableArray<ToolCallPart> ToolCalls => Parts.OfType<ToolCallPart>().ToEquatableArray();

    /// <summary>Returns the response as the message that continues the conversation, with its reasoning, signatures and tool calls.</summary>
    public Message ToMessage() => new(Role.Assistant, Parts);
}

/// <summary>Why a response ended.</summary>
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
