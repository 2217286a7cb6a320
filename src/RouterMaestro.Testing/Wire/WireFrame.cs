namespace RouterMaestro.Testing.Wire;

/// <summary>One server-sent event, ready to be written.</summary>
/// <param name="Name">The event's name in Messages and Responses; on Chat, what the chunk brings, such as <c>content</c> or <c>finish</c>.</param>
/// <param name="Bytes">The whole event with its blank line.</param>
/// <param name="IsContent">Whether it brings a piece of the answer.</param>
internal sealed record WireFrame(string Name, byte[] Bytes, bool IsContent = false)
{
    /// <summary>Gets what is called with true right before the event is written, and with false if it could not be.</summary>
    public Action<bool>? Counted { get; init; }
}
