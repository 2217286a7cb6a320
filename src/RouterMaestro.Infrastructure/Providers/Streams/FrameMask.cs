using System.Buffers;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>
/// Removes secrets from the frames of a passthrough stream: from all of an error, of an unknown event and of a comment, and from what stands beside
/// the data of an answer. That data is content, which passes as it is (docs/decisions/013-content-is-not-masked.md).
/// </summary>
internal static class FrameMask
{
    // the most that can stand around one line of data: its field name, and two line ends of two bytes
    private const int MaxAroundData = 10;
    private const int MaxAroundName = 9;

    /// <summary>Returns whether a frame can pass as it is. For a frame of an answer this reads the name of its event and no more.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="isContent">Whether its data is content.</param>
    public static bool IsClean(SecretMask mask, in SseFrame frame, bool isContent)
    {
        var (data, name) = (frame.Data.Length, frame.EventName.Length);
        return isContent && frame.Raw.Length <= data + MaxAroundData + (name == 0 ? 0 : name + MaxAroundName)
            ? name == 0 || !mask.IsInName(frame.EventName)
            : !mask.IsIn(frame.Raw);
    }

    /// <summary>Writes a frame with its secrets masked.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="frame">The bytes of the frame.</param>
    /// <param name="isContent">Whether its data is content.</param>
    /// <param name="output">Receives the bytes.</param>
    public static void Write(SecretMask mask, ReadOnlySpan<byte> frame, bool isContent, IBufferWriter<byte> output)
    {
        // line by line, since no secret goes beyond a line
        while (frame.IndexOfAny((byte)'\r', (byte)'\n') is var end and >= 0)
        {
            WriteLine(mask, frame[..end], isContent, output);
            output.Write(frame.Slice(end, 1));
            frame = frame[(end + 1)..];
        }

        WriteLine(mask, frame, isContent, output);
    }

    private static void WriteLine(SecretMask mask, ReadOnlySpan<byte> line, bool isContent, IBufferWriter<byte> output)
    {
        var isKept = line.IsEmpty || (isContent && line.StartsWith("data:"u8));
        output.Write(isKept ? line : mask.Apply(line) ?? line);
    }
}
