#pragma warning disable
namespace RouterMaestro.Application.Protocols;

/// <summary>Cuts the bytes of an event stream into frames.</summary>
public sealed class SseFrameReader
{
    /// <summary>Reads the next frame at the start of a buffer.</summary>
    /// <param name="buffer">What has been read and not been consumed yet.</param>
    /// <param name="isFinal">Whether nothing will follow.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether there was a whole frame; its length is that of <see cref="SseFrame.Raw"/>.</returns>
    public bool TryRead(ReadOnlySpan<byte> buffer, bool isFinal, out SseFrame frame) => throw new NotImplementedException();
}
