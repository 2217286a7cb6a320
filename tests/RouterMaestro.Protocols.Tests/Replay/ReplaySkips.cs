namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>The recordings that are not replayed, by file name, with the reason; 15 at most.</summary>
internal static class ReplaySkips
{
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["openai-shell-container.1.chunks.txt"] = "edited by hand: the pieces of its text are cut short, the text at its end is not",
    };
}
