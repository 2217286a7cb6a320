using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>Decodes the frames of one streamed response into events. The sequence of events is valid for any input.</summary>
public interface IStreamDecoder
{
    /// <summary>Decodes one frame.</summary>
    /// <param name="eventName">The frame's event name; empty if it has none.</param>
    /// <param name="data">The frame's data.</param>
    /// <param name="sink">Receives the events.</param>
    void Decode(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink);

    /// <summary>Ends the stream. It completes a response with a known finish reason and fails any other.</summary>
    /// <param name="sink">Receives the events.</param>
    void End(IChatEventSink sink);

    /// <summary>Gets a value indicating whether the response has its finish reason, so that only usage and the terminal event may follow.</summary>
    bool IsFinishing { get; }

    /// <summary>Gets a value indicating whether the terminal event has been written, so that no further frame is needed.</summary>
    bool IsEnded { get; }
}
