namespace RouterMaestro.Testing.Rendering;

/// <summary>One thing the server does while it answers. When the acts are done, the body ends properly.</summary>
internal abstract record ReplyAct
{
    private ReplyAct()
    {
    }

    /// <summary>Writes bytes and flushes them, and the head with the first.</summary>
    public sealed record Send(ReadOnlyMemory<byte> Bytes) : ReplyAct;

    /// <summary>Waits; a null duration waits until the client leaves or the simulator is disposed.</summary>
    public sealed record Wait(TimeSpan? Duration) : ReplyAct;

    /// <summary>Resets the connection.</summary>
    public sealed record Break : ReplyAct;
}
