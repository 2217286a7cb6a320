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

    [GeneratedRegex(
        @"(==|!=|\bis( not)?|\bor|\bcase|\bwhen)\s+WireProtocol\.(?!All\b|Find\b)[A-Z]\w+|WireProtocol\.(?!All\b|Find\b)[A-Z]\w+(\.Name)?\s*(==|!=|=>)|(Contains|Equals|IndexOf|Any)\([^()]*WireProtocol\.(?!All\b|Find\b)[A-Z]\w+|\?\s*WireProtocol\.(?!All\b|Find\b)[A-Z]\w+\s*$")]
    private static partial Regex Comparison();
}
