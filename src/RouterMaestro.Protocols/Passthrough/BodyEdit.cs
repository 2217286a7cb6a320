namespace RouterMaestro.Protocols.Passthrough;

/// <summary>A declared edit of bytes that otherwise pass untouched.</summary>
/// <param name="Range">What is replaced; a length of 0 means an insertion.</param>
/// <param name="Replacement">What stands there instead.</param>
public readonly record struct BodyEdit(ByteRange Range, ReadOnlyMemory<byte> Replacement);
