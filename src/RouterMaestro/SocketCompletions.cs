namespace RouterMaestro;

/// <summary>Sets the thread on which the runtime continues when a socket is ready.</summary>
internal static class SocketCompletions
{
    /// <summary>The runtime reads this variable once, when the process creates its first socket.</summary>
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// Continues a call on the thread that received the data instead of queuing it to another thread, which costs more than most of the
    /// gateway's own work. Call it before the first socket is created, and only in programs whose calls never block a thread. A value
    /// that is already set is kept.
    /// </summary>
    public static void RunInline()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
    }
}
