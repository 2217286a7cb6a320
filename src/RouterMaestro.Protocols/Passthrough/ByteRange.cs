namespace RouterMaestro.Protocols.Passthrough;

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
