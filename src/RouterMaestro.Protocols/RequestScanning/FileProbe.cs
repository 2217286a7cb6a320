namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Checks messages for files, whose bytes do not correspond to tokens.</summary>
internal static class FileProbe
{
    /// <summary>The minimum size of messages to check. In shorter messages a file does not decide whether they fit into a context window.</summary>
    private const int MinBytes = 32 * 1024;

    /// <summary>Returns true if the messages may hold files. The search also finds texts that mention them.</summary>
    /// <param name="messages">The messages, as JSON.</param>
    public static bool Find(ReadOnlySpan<byte> messages) =>
        messages.Length > MinBytes && (messages.IndexOf("base64"u8) >= 0 || messages.IndexOf("\"input_audio\""u8) >= 0);
}
