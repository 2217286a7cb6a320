using System.Text;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Protocols.Tests;

/// <summary>Reads whole streams that arrive in pieces, as the relay does.</summary>
internal static class SseFrames
{
    public sealed record Frame(string Event, string Data, byte[] Raw, int DataOffset, bool IsUnterminated);

    /// <summary>Reads a stream that arrives in pieces of given lengths, the last one repeated; bytes never consumed come back too.</summary>
    public static (List<Frame> Frames, byte[] Left) Read(ReadOnlySpan<byte> stream, params int[] pieces)
    {
        var reader = new SseFrameReader();
        var frames = new List<Frame>();
        int start = 0, read = 0;
        for (var piece = 0; read < stream.Length; piece++)
        {
            read = Math.Min(stream.Length, read + Math.Max(1, pieces[Math.Min(piece, pieces.Length - 1)]));
            Drain(reader, stream[start..read], isFinal: false, frames, ref start);
        }

        Drain(reader, stream[start..], isFinal: true, frames, ref start);
        return (frames, stream[start..].ToArray());
    }

    public static (List<Frame> Frames, byte[] Left) Read(string stream, params int[] pieces) => Read(Encoding.UTF8.GetBytes(stream), pieces);

    private static void Drain(SseFrameReader reader, ReadOnlySpan<byte> buffer, bool isFinal, List<Frame> frames, ref int start)
    {
        while (reader.TryRead(buffer, isFinal, out var frame))
        {
            Assert.NotEqual(0, frame.Raw.Length);
            frames.Add(new(
                Encoding.UTF8.GetString(frame.EventName),
                Encoding.UTF8.GetString(frame.Data),
                frame.Raw.ToArray(),
                frame.DataOffset,
                frame.IsUnterminated));
            start += frame.Raw.Length;
            buffer = buffer[frame.Raw.Length..];
        }
    }
}
