namespace RouterMaestro.Protocols.Errors;

/// <summary>An error in the form of a protocol.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON document for a response that has not begun.</param>
/// <param name="Frame">The frame, blank line included, that ends a stream that has begun.</param>
public sealed record WireError(int Status, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Frame);
