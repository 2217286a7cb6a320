namespace RouterMaestro.Testing.Rendering;

/// <summary>One thing the server does while it answers. When the acts are done, the body ends properly.</summary>
internal abstract record ReplyAct
{
    private ReplyAct()
    {
    }

    /// <summary>Writes bytes and flushes them, and the head with the first.</summary>
    public sealed record Send(ReadOnlyMemory<byte> Bytes) : ReplyAct
    {
        /// <summary>Gets what is called with true right before the bytes are written, and with false if they could not be.</summary>
        public Action<bool>? Counted { get; init; }
    }

    /// <summary>Waits; a null duration waits until the client leaves or the simulator is disposed.</summary>
    public sealed record Wait(TimeSpan? Duration) : ReplyAct;

    /// <summary>Resets the connection: the client may lose what it has not read yet.</summary>
    public sealed record Reset : ReplyAct;

    /// <summary>Closes the connection, properly for the transport, before any byte of an answer.</summary>
    public sealed record HangUp : ReplyAct;

    /// <summary>Closes the connection without the body's proper end, behind all that was sent.</summary>
    public sealed record Cut : ReplyAct;
}
