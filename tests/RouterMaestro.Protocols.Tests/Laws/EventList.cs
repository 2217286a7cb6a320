using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>Keeps events as records.</summary>
internal sealed class EventList : IChatEventSink
{
    public List<ChatEvent> Events { get; } = [];

    public void Write(in ChatEventSpan slice) => Events.Add(slice.ToEvent());
}
