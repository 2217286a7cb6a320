namespace RouterMaestro.Protocols.Errors;

/// <summary>An error in a dialect.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON document of an answer that has not been opened.</param>
/// <param name="Frame">The frame, blank line included, that ends a stream that has been opened.</param>
public sealed record WireError(int Status, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Frame);
