using System.Buffers;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>
/// Encodes the events of one response into the frames of a protocol. Blocks open and close in order, and one terminal frame ends the
/// stream, also after a failure. Events after the terminal one are ignored.
/// </summary>
public interface IStreamEncoder : IChatEventSink
{
    /// <summary>Gets or sets the writer of the frames. Set it before each batch of events.</summary>
    IBufferWriter<byte> Output { get; set; }
}
