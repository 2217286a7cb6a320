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

    /// <summary>
    /// Gets a value indicating whether a line of the frame may be a broken one with data, so that reading the others could lose it. The data of such a
    /// frame is not JSON.
    /// </summary>
    public bool IsMalformed { get; init; }

    /// <summary>Gets a value indicating whether the stream ended before the frame's blank line, so that a forwarder must add a line end and a blank line.</summary>
    public bool IsUnterminated { get; init; }
}
