namespace RouterMaestro.Application.Tokens;

/// <summary>
/// How much providers say to the model about tools that they run themselves, each measured on a recorded call that did not run
/// it. What such a tool finds while it runs is not known beforehand.
/// </summary>
internal static class BuiltInTools
{
    private static readonly (string Beginning, int Tokens)[] _claude =
    [
        ("code_execution", 4550),
        ("memory", 1560),
        ("tool_search", 250),
    ];

    private static readonly (string Beginning, int Tokens)[] _openAI =
    [
        ("apply_patch", 620),
        ("computer", 480),
        ("tool_search", 130),
        ("code_interpreter", 370),
        ("image_generation", 330),
        ("web_search", 300),
        ("mcp", 110),
    ];

    /// <summary>Gets the size of what is said about a tool; 0 when that was never measured.</summary>
    /// <param name="kind">The kind of tool, as its dialect calls it.</param>
    /// <param name="isClaude">Whether a Claude model is told.</param>
    public static int SizeOf(string kind, bool isClaude) =>
        (isClaude ? _claude : _openAI).FirstOrDefault(t => kind.StartsWith(t.Beginning, StringComparison.Ordinal)).Tokens;
}
