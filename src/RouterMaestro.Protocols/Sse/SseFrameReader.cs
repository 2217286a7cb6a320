using System.Buffers;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Sse;

/// <summary>
/// Splits the bytes of an event stream into frames, as in the WHATWG standard. The raw frames together are the stream, except for a
/// last frame that is incomplete.
/// </summary>
/// <remarks>
/// The buffer must always begin at the first byte that no frame has consumed, with all bytes read since after it. The reader stores the
/// position of its scan, so that a large frame arriving in many parts is scanned once. One reader serves one stream.
/// </remarks>
public sealed class SseFrameReader
{
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private ArrayBufferWriter<byte>? _joined;
    private bool _isPastStart;
    private bool _endedOnCarriageReturn;
    private int _scanned;
    private int _lineStart;
    private int _dataLines;
    private bool _isMalformed;
    private ByteRange _data;
    private ByteRange _eventName;

    /// <summary>Reads the next frame at the start of a buffer. Comments and single blank lines are frames without data.</summary>
    /// <param name="buffer">The bytes that have been read and not consumed.</param>
    /// <param name="isFinal">
    /// Whether the stream has ended. Then a last frame without its blank line is returned too, unless its data is cut off: neither
    /// complete JSON nor <c>[DONE]</c>.
    /// </param>
    /// <param name="frame">The frame.</param>
    /// <returns>True if there was a complete frame; consume the length of its <see cref="SseFrame.Raw"/>.</returns>
    public bool TryRead(ReadOnlySpan<byte> buffer, bool isFinal, out SseFrame frame)
    {
        if (_lineStart == 0 && !TryBegin(buffer, isFinal))
        {
            frame = default;
            return false;
        }

        while (buffer[_scanned..].IndexOfAny(LineFeed, CarriageReturn) is var length and >= 0)
        {
            var end = _scanned + length;
            if (end == _lineStart && !IsLineFeedDue(buffer, end, isFinal))
            {
                frame = Finish(buffer, BlankLineEnd(buffer, end), isUnterminated: false);
                return true;
            }

            if (EndsOnCarriageReturn(buffer, end) && !isFinal)
            {
                _scanned = end;
                frame = default;
                return false;
            }

            TakeLine(buffer, end);
            _scanned = _lineStart = LineEnd(buffer, end);
        }

        _scanned = buffer.Length;
        return TryFinishLast(buffer, isFinal, out frame);
    }

    /// <summary>Skips the byte order mark at the start of the stream, or the LF of the last frame's CR LF.</summary>
    private bool TryBegin(ReadOnlySpan<byte> buffer, bool isFinal)
    {
        var mark = "\uFEFF"u8;
        if (_endedOnCarriageReturn)
        {
            _scanned = _lineStart = !buffer.IsEmpty && buffer[0] == LineFeed ? 1 : 0;
            _endedOnCarriageReturn = buffer.IsEmpty;
        }
        else if (!_isPastStart)
        {
            if (buffer.Length < mark.Length && mark.StartsWith(buffer) && !isFinal)
            {
                return false;
            }

            _scanned = _lineStart = buffer.StartsWith(mark) ? mark.Length : 0;
            _isPastStart = true;
        }

        return !buffer.IsEmpty;
    }

    private static bool EndsOnCarriageReturn(ReadOnlySpan<byte> buffer, int at) => at == buffer.Length - 1 && buffer[at] == CarriageReturn;

    /// <summary>
    /// Returns true if the blank line of a frame whose lines end in CR LF has arrived without its line feed. Forwarded without it, the last frame of a
    /// stream would lack its last byte.
    /// </summary>
    private static bool IsLineFeedDue(ReadOnlySpan<byte> buffer, int at, bool isFinal) =>
        !isFinal && EndsOnCarriageReturn(buffer, at) && buffer[..at].EndsWith("\r\n"u8);

    private static int LineEnd(ReadOnlySpan<byte> buffer, int at) =>
        buffer[at] == CarriageReturn && at + 1 < buffer.Length && buffer[at + 1] == LineFeed ? at + 2 : at + 1;

    /// <summary>Ends a frame whose lines end in CR at once, although a line feed may follow.</summary>
    private int BlankLineEnd(ReadOnlySpan<byte> buffer, int at)
    {
        var end = LineEnd(buffer, at);
        _endedOnCarriageReturn = end == buffer.Length && buffer[at] == CarriageReturn && end == at + 1;
        return end;
    }

    private void TakeLine(ReadOnlySpan<byte> buffer, int end)
    {
        var line = buffer[_lineStart..end];
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        if (name.SequenceEqual("data"u8))
        {
            TakeData(buffer, ValueOf(buffer, colon, end));
            return;
        }

        if (name.SequenceEqual("event"u8))
        {
            _eventName = ValueOf(buffer, colon, end);
        }

        _isMalformed |= colon == 0 ? HoldsLostData(line) : MayHoldData(name, line);
    }

    /// <summary>
    /// Returns true if a line that is neither data nor a comment may hold the data of an event: bytes were glued before its field, or its line end was
    /// lost. A client ignores such a line, and with it the event.
    /// </summary>
    private static bool MayHoldData(ReadOnlySpan<byte> name, ReadOnlySpan<byte> line)
    {
        var isId = name.SequenceEqual("id"u8) || name.SequenceEqual("retry"u8);
        return line.IndexOf("data:"u8) >= 0 || (!isId && line.Contains((byte)'{'));
    }

    /// <summary>
    /// Returns true if a comment holds the data of an event, since the end of its own line was lost: <c>: pingdata: {…</c>. Other comments may hold anything.
    /// </summary>
    private static bool HoldsLostData(ReadOnlySpan<byte> comment)
    {
        var data = "data:"u8;
        var at = comment.IndexOf(data);
        return at >= 0 && comment[(at + data.Length)..].TrimStart((byte)' ') is [(byte)'{', ..] or [(byte)'[', (byte)'D', ..];
    }

    private ByteRange ValueOf(ReadOnlySpan<byte> buffer, int colon, int end)
    {
        if (colon < 0)
        {
            return new(end, 0);
        }

        var start = _lineStart + colon + 1;
        start += start < end && buffer[start] == (byte)' ' ? 1 : 0;
        return new(start, end - start);
    }

    private void TakeData(ReadOnlySpan<byte> buffer, ByteRange value)
    {
        if (_dataLines++ == 0)
        {
            _data = value;
            return;
        }

        if (_dataLines == 2)
        {
            _joined ??= new();
            _joined.ResetWrittenCount();
            _joined.Write(buffer.Slice(_data.Start, _data.Length));
        }

        _joined!.Write([LineFeed]);
        _joined!.Write(buffer.Slice(value.Start, value.Length));
    }

    private bool TryFinishLast(ReadOnlySpan<byte> buffer, bool isFinal, out SseFrame frame)
    {
        frame = default;
        if (!isFinal)
        {
            return false;
        }

        if (_lineStart < buffer.Length)
        {
            TakeLine(buffer, buffer.Length);
        }

        var last = Finish(buffer, buffer.Length, isUnterminated: true);
        if ((last.DataOffset != 0 || last.IsMalformed) && !last.Data.SequenceEqual("[DONE]"u8) && !CompleteJson.Is(last.Data))
        {
            return false;
        }

        frame = last;
        return true;
    }

    private SseFrame Finish(ReadOnlySpan<byte> buffer, int end, bool isUnterminated)
    {
        var frame = new SseFrame
        {
            Raw = buffer[..end],
            EventName = buffer.Slice(_eventName.Start, _eventName.Length),
            Data = _dataLines > 1 ? _joined!.WrittenSpan : buffer.Slice(_data.Start, _data.Length),
            DataOffset = _dataLines > 1 ? -1 : _data.Start,
            IsMalformed = _isMalformed,
            IsUnterminated = isUnterminated,
        };
        _isMalformed = false;
        _scanned = _lineStart = _dataLines = 0;
        _data = _eventName = default;
        return frame;
    }
}
