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
    public static void Write(IBufferWriter<byte> output, in SseFrame frame, ByteRange model, ReadOnlyMemory<byte> quotedModel, ReadOnlySpan<BodyEdit> edits)
    {
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
            WriteLines(output, frame, [new(model, quotedModel)]);
            return;
        }

        End(output, frame);
    }

    private static void WriteEdited(IBufferWriter<byte> output, in SseFrame frame, ReadOnlySpan<BodyEdit> edits)
    {
        if (frame.DataOffset < 0)
        {
            WriteLines(output, frame, edits);
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

    /// <summary>Writes a frame whose data has several lines. Its data is not contiguous in the frame, so all lines are written again.</summary>
    private static void WriteLines(IBufferWriter<byte> output, in SseFrame frame, ReadOnlySpan<BodyEdit> edits)
    {
        var data = new ArrayBufferWriter<byte>(frame.Data.Length);
        BodyEdits.Apply(data, frame.Data, edits);
        if (!frame.EventName.IsEmpty)
        {
            output.Write("event: "u8);
            output.Write(frame.EventName);
            output.Write("\n"u8);
        }

        var lines = data.WrittenSpan;
        foreach (var line in lines.Split((byte)'\n'))
        {
            output.Write("data: "u8);
            output.Write(lines[line]);
            output.Write("\n"u8);
        }

        output.Write("\n"u8);
    }
}
