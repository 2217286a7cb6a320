using System.Buffers;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>Writes a frame with the model name replaced.</summary>
internal static class SseFrameRewriter
{
    public static void Write(IBufferWriter<byte> output, in SseFrame frame, ByteRange model, ReadOnlySpan<byte> quotedModel)
    {
        if (model.IsEmpty)
        {
            output.Write(frame.Raw);
        }
        else if (frame.DataOffset >= 0)
        {
            output.Write(frame.Raw[..(frame.DataOffset + model.Start)]);
            output.Write(quotedModel);
            output.Write(frame.Raw[(frame.DataOffset + model.End)..]);
        }
        else
        {
            WriteLines(output, frame, model, quotedModel);
            return;
        }

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
    private static void WriteLines(IBufferWriter<byte> output, in SseFrame frame, ByteRange model, ReadOnlySpan<byte> quotedModel)
    {
        var data = new ArrayBufferWriter<byte>(frame.Data.Length + quotedModel.Length);
        data.Write(frame.Data[..model.Start]);
        data.Write(quotedModel);
        data.Write(frame.Data[model.End..]);
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
