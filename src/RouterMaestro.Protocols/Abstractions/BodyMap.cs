namespace RouterMaestro.Protocols.Abstractions;

/// <summary>The places of the members of a request's body that passthrough may edit. A length of 0 means that the member is absent.</summary>
public readonly record struct BodyMap
{
    /// <summary>Gets the place of the model's value, quotes included.</summary>
    public ByteRange Model { get; init; }

    /// <summary>Gets the place of the value of <c>stream_options</c>.</summary>
    public ByteRange StreamOptions { get; init; }

    /// <summary>Gets the place of the value of <c>max_tokens</c> (null counts as absent, but has a place).</summary>
    public ByteRange MaxTokens { get; init; }

    /// <summary>Gets the offset after the opening brace, where members can be added. The object is never empty.</summary>
    public int FirstMember { get; init; }
}

/// <summary>A range of bytes.</summary>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="Length">Its length; 0 if the range is absent.</param>
public readonly record struct ByteRange(int Start, int Length)
{
    /// <summary>Gets the offset after its last byte.</summary>
    public int End => Start + Length;

    /// <summary>Gets a value indicating whether the range is absent.</summary>
    public bool IsEmpty => Length == 0;
}

/// <summary>An edit of a passthrough body.</summary>
/// <param name="Range">The replaced bytes; a length of 0 means an insertion.</param>
/// <param name="Replacement">The new bytes.</param>
public readonly record struct BodyEdit(ByteRange Range, ReadOnlyMemory<byte> Replacement);
