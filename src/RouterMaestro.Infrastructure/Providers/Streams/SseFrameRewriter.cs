using System.Buffers;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>Writes a frame with another model in it.</summary>
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

    /// <summary>Adds the blank line that a stream's last frame may lack: clients drop a frame that none ends.</summary>
    private static void End(IBufferWriter<byte> output, in SseFrame frame)
    {
        if (frame.IsUnterminated)
        {
            output.Write("\n\n"u8);
        }
    }

    /// <summary>Data of several lines has no place in the frame where it stands in one piece: its lines are written anew.</summary>
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
