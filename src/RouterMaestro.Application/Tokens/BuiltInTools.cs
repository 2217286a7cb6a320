namespace RouterMaestro.Application.Tokens;

/// <summary>
/// The sizes of the instructions that providers add for tools that they run themselves, each measured on a recorded call that did not
/// run the tool. The results of such a tool are not known beforehand.
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

    /// <summary>Returns the tokens of the instructions for a tool; 0 if there is no measurement.</summary>
    /// <param name="kind">The kind of tool, as its protocol names it.</param>
    /// <param name="isClaude">Whether the model is a Claude model.</param>
    public static int SizeOf(string kind, bool isClaude) =>
        (isClaude ? _claude : _openAI).FirstOrDefault(t => kind.StartsWith(t.Beginning, StringComparison.Ordinal)).Tokens;
}
