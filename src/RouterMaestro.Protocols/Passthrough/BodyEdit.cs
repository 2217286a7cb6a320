namespace RouterMaestro.Protocols.Passthrough;

/// <summary>An edit of a passthrough body.</summary>
/// <param name="Range">The replaced bytes; a length of 0 means an insertion.</param>
/// <param name="Replacement">The new bytes.</param>
public readonly record struct BodyEdit(ByteRange Range, ReadOnlyMemory<byte> Replacement);
