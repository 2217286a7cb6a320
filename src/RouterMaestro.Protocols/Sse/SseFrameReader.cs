using System.Buffers;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Sse;

/// <summary>
/// Cuts the bytes of an event stream into frames, as the WHATWG standard has it. Put end to end, the raw frames are the stream, but
/// for a last frame that was cut off.
/// </summary>
/// <remarks>
/// Present the buffer so that it always begins at the first byte that no frame has consumed, with everything read since behind it: the
/// reader remembers how far it looked, so that a large frame arriving in many pieces is looked at once. One reader serves one stream.
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
    private ByteRange _data;
    private ByteRange _eventName;

    /// <summary>Reads the next frame at the start of a buffer. Comments and blank lines by themselves are frames without data.</summary>
    /// <param name="buffer">What has been read and not been consumed yet.</param>
    /// <param name="isFinal">
    /// Whether nothing will follow. Then a last frame without its blank line is returned too, unless its data is cut off: neither
    /// complete JSON nor <c>[DONE]</c>.
    /// </param>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether there was a whole frame; consume the length of its <see cref="SseFrame.Raw"/>.</returns>
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
            if (end == _lineStart)
            {
                frame = Finish(buffer, BlankLineEnd(buffer, end), isUnterminated: false);
                return true;
            }

            if (end == buffer.Length - 1 && buffer[end] == CarriageReturn && !isFinal)
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

    /// <summary>Steps over what may stand before the first line: the mark at the stream's start, or the rest of the last frame's CR LF.</summary>
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

    private static int LineEnd(ReadOnlySpan<byte> buffer, int at) =>
        buffer[at] == CarriageReturn && at + 1 < buffer.Length && buffer[at + 1] == LineFeed ? at + 2 : at + 1;

    /// <summary>Ends the frame at once, also where a line feed may follow that has not been read yet.</summary>
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
        }
        else if (name.SequenceEqual("event"u8))
        {
            _eventName = ValueOf(buffer, colon, end);
        }
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
        if (last.DataOffset != 0 && !last.Data.SequenceEqual("[DONE]"u8) && !CompleteJson.Is(last.Data))
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
            IsUnterminated = isUnterminated,
        };
        _scanned = _lineStart = _dataLines = 0;
        _data = _eventName = default;
        return frame;
    }
}
