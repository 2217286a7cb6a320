namespace RouterMaestro.Protocols.Abstractions;

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

/// <summary>A stretch of bytes.</summary>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="Length">Its length; 0 when there is no such stretch.</param>
public readonly record struct ByteRange(int Start, int Length)
{
    /// <summary>Gets the offset behind its last byte.</summary>
    public int End => Start + Length;

    /// <summary>Gets a value indicating whether there is no such stretch.</summary>
    public bool IsEmpty => Length == 0;
}

/// <summary>A declared edit of bytes that otherwise pass untouched.</summary>
/// <param name="Range">What is replaced; a length of 0 means an insertion.</param>
/// <param name="Replacement">What stands there instead.</param>
public readonly record struct BodyEdit(ByteRange Range, ReadOnlyMemory<byte> Replacement);
