using System.Buffers;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>Writes a frame with the model name replaced and other edits applied.</summary>
internal static class SseFrameRewriter
{
    /// <summary>Writes a frame.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="model">The place of the model's name in the data; empty if there is none.</param>
    /// <param name="quotedModel">The name that replaces it.</param>
    /// <param name="edits">The other edits of the data, in the order of their places.</param>
    /// <param name="eventName">The name of the event, if the frame came without it; empty to leave the frame's own.</param>
    public static void Write(
        IBufferWriter<byte> output, in SseFrame frame, ByteRange model, ReadOnlyMemory<byte> quotedModel, ReadOnlySpan<BodyEdit> edits, ReadOnlySpan<byte> eventName = default)
    {
        if (!eventName.IsEmpty)
        {
            BodyEdit[] named = model.IsEmpty ? [.. edits] : [.. edits, new(model, quotedModel)];
            BodyEdits.Sort(named);
            WriteLines(output, frame, named, eventName);
            return;
        }

        if (!edits.IsEmpty)
        {
            BodyEdit[] all = model.IsEmpty ? [.. edits] : [.. edits, new(model, quotedModel)];
            BodyEdits.Sort(all);
            WriteEdited(output, frame, all);
            return;
        }

        if (model.IsEmpty)
        {
            output.Write(frame.Raw);
        }
        else if (frame.DataOffset >= 0)
        {
            output.Write(frame.Raw[..(frame.DataOffset + model.Start)]);
            output.Write(quotedModel.Span);
            output.Write(frame.Raw[(frame.DataOffset + model.End)..]);
        }
        else
        {
            WriteLines(output, frame, [new(model, quotedModel)], frame.EventName);
            return;
        }

        End(output, frame);
    }

    private static void WriteEdited(IBufferWriter<byte> output, in SseFrame frame, ReadOnlySpan<BodyEdit> edits)
    {
        if (frame.DataOffset < 0)
        {
            WriteLines(output, frame, edits, frame.EventName);
            return;
        }

        output.Write(frame.Raw[..frame.DataOffset]);
        BodyEdits.Apply(output, frame.Data, edits);
        output.Write(frame.Raw[(frame.DataOffset + frame.Data.Length)..]);
        End(output, frame);
    }

    /// <summary>Adds the blank line that the last frame lacks; by the WHATWG standard a client discards an unterminated event.</summary>
    private static void End(IBufferWriter<byte> output, in SseFrame frame)
    {
        if (frame.IsUnterminated)
        {
            output.Write("\n\n"u8);
        }
    }

    /// <summary>
    /// Writes all lines of a frame again: of one whose data has several, so that it is not contiguous in the frame, or whose event has another name.
    /// </summary>
    private static void WriteLines(IBufferWriter<byte> output, in SseFrame frame, ReadOnlySpan<BodyEdit> edits, ReadOnlySpan<byte> eventName)
    {
        var end = frame.Raw.IndexOf("\r\n"u8) >= 0 ? "\r\n"u8 : "\n"u8;
        var data = new ArrayBufferWriter<byte>(frame.Data.Length);
        BodyEdits.Apply(data, frame.Data, edits);
        if (!eventName.IsEmpty)
        {
            output.Write("event: "u8);
            output.Write(eventName);
            output.Write(end);
        }

        var lines = data.WrittenSpan;
        foreach (var line in lines.Split((byte)'\n'))
        {
            output.Write("data: "u8);
            output.Write(lines[line]);
            output.Write(end);
        }

        output.Write(end);
    }
}
