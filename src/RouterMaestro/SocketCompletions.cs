namespace RouterMaestro;

/// <summary>Where the runtime goes on when a socket is ready.</summary>
internal static class SocketCompletions
{
    /// <summary>The runtime reads this variable once, when the process makes its first socket.</summary>
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// Lets what waits for a provider go on in the thread that saw the answer come, instead of being handed to another, which costs
    /// more than most of the gateway's own work. Only for programs whose calls never block a thread, and before any socket is made.
    /// An operator who set the variable has decided already.
    /// </summary>
    public static void RunInline()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
    }
}
