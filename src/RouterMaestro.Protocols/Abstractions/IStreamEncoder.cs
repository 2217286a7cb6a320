using System.Buffers;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>
/// Turns the events of one answer into the frames of a dialect: blocks open and close in order, with exactly one terminal, also
/// after a failure. What comes after the terminal is ignored.
/// </summary>
public interface IStreamEncoder : IChatEventSink
{
    /// <summary>Gets or sets where frames are written; set it before each batch of events.</summary>
    IBufferWriter<byte> Output { get; set; }
}
