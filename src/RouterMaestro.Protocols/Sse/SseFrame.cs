namespace RouterMaestro.Protocols.Sse;

/// <summary>One frame of an event stream; a view, valid until the reader is called again and as long as the buffer it was read from.</summary>
public readonly ref struct SseFrame
{
    /// <summary>Gets the bytes of the frame, the blank line included.</summary>
    public ReadOnlySpan<byte> Raw { get; init; }

    /// <summary>Gets the event name; empty if the frame has none.</summary>
    public ReadOnlySpan<byte> EventName { get; init; }

    /// <summary>Gets the data, several lines joined by a line feed; empty if the frame has none, as comments have.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>
    /// Gets the offset of the data within <see cref="Raw"/>; -1 when the data had to be put together from several lines, 0 when the
    /// frame has no data at all.
    /// </summary>
    public int DataOffset { get; init; }

    /// <summary>Gets a value indicating whether a line that clients ignore may hold the data of an event.</summary>
    public bool IsMalformed { get; init; }

    /// <summary>
    /// Gets the data for a codec: something that is not JSON if the frame is malformed, white space if its data is empty, and nothing if it has none, as
    /// comments have.
    /// </summary>
    public ReadOnlySpan<byte> Payload => IsMalformed ? "malformed"u8 : DataOffset != 0 && Data.IsEmpty ? " "u8 : Data;

    /// <summary>Gets a value indicating whether the stream ended before the frame's blank line, so that a forwarder must add a line end and a blank line.</summary>
    public bool IsUnterminated { get; init; }
}
