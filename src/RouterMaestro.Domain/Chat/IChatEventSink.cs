namespace RouterMaestro.Domain.Chat;

/// <summary>Takes the events of a streamed response, one after another.</summary>
public interface IChatEventSink
{
    /// <summary>Takes one event.</summary>
    /// <param name="span">The event; valid only during the call.</param>
    void Write(in ChatEventSpan span);
}
