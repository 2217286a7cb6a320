namespace RouterMaestro.Protocols.Passthrough;

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
