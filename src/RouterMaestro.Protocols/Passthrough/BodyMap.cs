namespace RouterMaestro.Protocols.Passthrough;

/// <summary>Where in a request's body the members stand that the same-protocol hop may edit. Lengths of 0 mean: absent.</summary>
public readonly record struct BodyMap
{
    /// <summary>Gets the place of the model's value, quotes included.</summary>
    public ByteRange Model { get; init; }

    /// <summary>Gets the place of the value of <c>stream_options</c>.</summary>
    public ByteRange StreamOptions { get; init; }

    /// <summary>Gets the place of the value of <c>max_tokens</c> (a null counts as absent, but has a place).</summary>
    public ByteRange MaxTokens { get; init; }

    /// <summary>Gets the offset behind the opening brace, where members can be added: the object is never empty.</summary>
    public int FirstMember { get; init; }
}
