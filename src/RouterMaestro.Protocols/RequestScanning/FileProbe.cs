namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Finds out whether messages may hold files, whose bytes say nothing about the number of tokens.</summary>
internal static class FileProbe
{
    /// <summary>No file within shorter messages makes a difference to whether they fit into a context window.</summary>
    private const int Least = 32 * 1024;

    /// <summary>Tells whether there may be files. A text that speaks of them counts too.</summary>
    /// <param name="messages">The messages, as JSON.</param>
    public static bool Find(ReadOnlySpan<byte> messages) =>
        messages.Length > Least && (messages.IndexOf("base64"u8) >= 0 || messages.IndexOf("\"input_audio\""u8) >= 0);
}
