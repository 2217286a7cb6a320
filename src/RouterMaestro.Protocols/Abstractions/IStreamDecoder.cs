using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>Turns the frames of one streamed answer into events: a legal script, whatever comes in.</summary>
public interface IStreamDecoder
{
    /// <summary>Takes one frame.</summary>
    /// <param name="eventName">The frame's event name; empty when it has none.</param>
    /// <param name="data">The frame's data.</param>
    /// <param name="sink">Takes the events.</param>
    void Decode(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink);

    /// <summary>Takes the end of the stream: completes an answer whose finish reason is known, fails any other.</summary>
    /// <param name="sink">Takes the events.</param>
    void End(IChatEventSink sink);

    /// <summary>Gets a value indicating whether the answer's end has been told, so that nothing but usage and the terminal may follow.</summary>
    bool IsFinishing { get; }

    /// <summary>Gets a value indicating whether the answer has had its terminal, so that nothing more need be read.</summary>
    bool IsEnded { get; }
}
