using System.Text.RegularExpressions;

namespace RouterMaestro.Architecture.Tests.Sources;

/// <summary>Knowledge of a protocol lives in its folder: other code asks the protocol's description.</summary>
internal static partial class ProtocolRules
{
    // the codecs, the simulator that answers as providers do, and the demo that plays their clients
    private static readonly string[] _homes = ["src/RouterMaestro.Protocols/", "src/RouterMaestro.Testing/", "src/RouterMaestro.Cli/Demo/"];

    /// <summary>Finds code that compares with, or switches on, a particular protocol. Naming one to register it is allowed.</summary>
    public static IEnumerable<string> Comparisons(IEnumerable<SourceFile> files) =>
        from file in files
        where !_homes.Any(h => file.Path.StartsWith(h, StringComparison.Ordinal))
        from line in file.Lines.Index()
        let found = Comparison().Match(line.Item)
        where found.Success
        select $"{file.Path}:{line.Index + 1} asks for a particular protocol: {found.Value.Trim()}";

    /// <summary>
    /// Finds code that uses the folder of a protocol from outside, be it another protocol's. OpenAI's protocols share a folder; the line that
    /// registers a protocol names its codec.
    /// </summary>
    public static IEnumerable<string> ForeignFolders(IEnumerable<SourceFile> files) =>
        from file in files
        where !file.Path.EndsWith("/RouterMaestroCoreExtensions.cs", StringComparison.Ordinal)
        from line in file.Lines.Index()
        let used = ProtocolNamespace().Match(line.Item)
        where used.Success && !used.Groups["name"].Value.StartsWith("OpenAI.Shared", StringComparison.Ordinal)
        where !file.Path.StartsWith($"src/RouterMaestro.Protocols/{used.Groups["name"].Value.Replace('.', '/')}/", StringComparison.Ordinal)
        select $"{file.Path}:{line.Index + 1} uses the folder of a protocol: {line.Item.Trim()}";

    [GeneratedRegex(@"^using (static )?RouterMaestro\.Protocols\.(?<name>Anthropic|OpenAI\.\w+)")]
    private static partial Regex ProtocolNamespace();

    [GeneratedRegex(
        @"(==|!=|\bis( not)?|\bor|\bcase|\bwhen)\s+WireProtocol\.(?!All\b|Find\b)[A-Z]\w+|WireProtocol\.(?!All\b|Find\b)[A-Z]\w+(\.Name)?\s*(==|!=|=>)|(Contains|Equals|IndexOf|Any)\([^()]*WireProtocol\.(?!All\b|Find\b)[A-Z]\w+|\?\s*WireProtocol\.(?!All\b|Find\b)[A-Z]\w+\s*$")]
    private static partial Regex Comparison();
}
