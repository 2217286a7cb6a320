namespace RouterMaestro.Protocols.Passthrough;

/// <summary>The places of the members of a request's body that passthrough may edit. A length of 0 means that the member is absent.</summary>
public readonly record struct BodyMap
{
    /// <summary>Gets the place of the model's value, quotes included.</summary>
    public ByteRange Model { get; init; }

    /// <summary>Gets the place of the value of <c>stream_options</c>.</summary>
    public ByteRange StreamOptions { get; init; }

    /// <summary>Gets the place of the value of <c>max_tokens</c> (null counts as absent, but has a place).</summary>
    public ByteRange MaxTokens { get; init; }

    /// <summary>Gets the place of the conversation: the value of <c>messages</c>, or of <c>input</c>.</summary>
    public ByteRange Conversation { get; init; }

    /// <summary>Gets the place of the last message or item of the conversation, up to the end of the array; empty if it is unknown.</summary>
    public ByteRange LastTurn { get; init; }

    /// <summary>Gets the place of the member that may name the client's session: the value of <c>prompt_cache_key</c>, or of <c>metadata</c>.</summary>
    public ByteRange Session { get; init; }

    /// <summary>Gets the offset after the opening brace, where members can be added. The object is never empty.</summary>
    public int FirstMember { get; init; }
}
