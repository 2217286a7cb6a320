using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Domain.Chat;

/// <summary>
/// A step of a streamed response, in no particular protocol. The family is closed. A legal script is <see cref="Started"/>, then parts, then
/// exactly one of <see cref="Completed"/> and <see cref="Failed"/>. Parts have indices 0, 1, 2 … in the order in which they start;
/// each is started once, gets its deltas, and is ended once, before the completion. Several tool calls may be open at a time.
/// </summary>
public abstract record ChatEvent
{
    private ChatEvent()
    {
    }

    /// <summary>The response begins.</summary>
    /// <param name="Id">The provider's id of the response, if any.</param>
    /// <param name="Model">The model that the provider names, if any.</param>
    /// <param name="Created">When the response was made, in seconds since 1970, if known.</param>
    /// <param name="Usage">What is known of the usage so far.</param>
    public sealed record Started(string? Id, string? Model, long? Created, TokenUsage? Usage) : ChatEvent;

    /// <summary>A part begins.</summary>
    /// <param name="Index">The part's index.</param>
    /// <param name="Kind">The part's kind.</param>
    public sealed record PartStarted(int Index, PartKind Kind) : ChatEvent
    {
        /// <summary>Gets the id of a tool call; empty for other kinds.</summary>
        public JsonText CallId { get; init; }

        /// <summary>Gets the name of the tool called; empty for other kinds.</summary>
        public JsonText Name { get; init; }

        /// <summary>Gets the blob of redacted reasoning; empty for other kinds.</summary>
        public JsonText Data { get; init; }
    }

    /// <summary>A piece of a part's text, or of a tool call's arguments.</summary>
    /// <param name="Index">The part's index.</param>
    /// <param name="Text">The piece.</param>
    public sealed record PartDelta(int Index, JsonText Text) : ChatEvent;

    /// <summary>A piece of a reasoning part's signature.</summary>
    /// <param name="Index">The part's index.</param>
    /// <param name="Signature">The piece.</param>
    public sealed record SignatureDelta(int Index, JsonText Signature) : ChatEvent;

    /// <summary>A part ends.</summary>
    /// <param name="Index">The part's index.</param>
    public sealed record PartEnded(int Index) : ChatEvent;

    /// <summary>The response is complete.</summary>
    /// <param name="Finish">Why it ended.</param>
    /// <param name="Usage">What it cost in tokens; null when the provider did not say.</param>
    /// <param name="StopSequence">The stop sequence that ended it; null when none did.</param>
    public sealed record Completed(FinishReason Finish, TokenUsage? Usage, string? StopSequence = null) : ChatEvent;

    /// <summary>The response broke off.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(UpstreamFailure Failure) : ChatEvent
    {
        /// <summary>Gets what the response had cost in tokens by then; null when the provider did not say.</summary>
        public TokenUsage? Usage { get; init; }
    }
}

/// <summary>Which <see cref="ChatEvent"/> a <see cref="ChatEventSpan"/> stands for.</summary>
public enum ChatEventKind
{
    /// <summary><see cref="ChatEvent.Started"/>.</summary>
    Started,

    /// <summary><see cref="ChatEvent.PartStarted"/>.</summary>
    PartStarted,

    /// <summary><see cref="ChatEvent.PartDelta"/>.</summary>
    PartDelta,

    /// <summary><see cref="ChatEvent.SignatureDelta"/>.</summary>
    SignatureDelta,

    /// <summary><see cref="ChatEvent.PartEnded"/>.</summary>
    PartEnded,

    /// <summary><see cref="ChatEvent.Completed"/>.</summary>
    Completed,

    /// <summary><see cref="ChatEvent.Failed"/>.</summary>
    Failed,
}
