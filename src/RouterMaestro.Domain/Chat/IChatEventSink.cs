namespace RouterMaestro.Domain.Chat;

/// <summary>Takes the events of a streamed answer, one after another.</summary>
public interface IChatEventSink
{
    /// <summary>Takes one event.</summary>
    /// <param name="slice">The event; valid only during the call.</param>
    void Write(in ChatEventSpan slice);
}
