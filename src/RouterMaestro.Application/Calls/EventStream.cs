using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Calls;

/// <summary>A streamed answer in no dialect.</summary>
public abstract class EventStream : ResponseStream
{
    /// <summary>Takes the events that have come; the last of them is a completion or a failure.</summary>
    /// <param name="sink">Takes the events.</param>
    public abstract void Drain(IChatEventSink sink);
}
