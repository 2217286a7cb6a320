using System.Text.RegularExpressions;
using Xunit;

namespace RouterMaestro.TestKit;

/// <summary>A page whose C# is part of the tests, so that it compiles and runs as it stands.</summary>
public static partial class SampledPage
{
    /// <summary>Checks that every C# block of a page stands in source files of the tests, whatever the white space.</summary>
    /// <param name="page">The page, from the root of the repository.</param>
    /// <param name="blocks">The number of blocks.</param>
    /// <param name="sources">The source files, from the root of the repository.</param>
    public static void IsRun(string page, int blocks, params string[] sources)
    {
        var found = Block().Matches(Read(page)).Select(match => match.Groups[1].Value).ToList();
        var code = string.Join('\n', sources.Select(source => Squeeze(Read(source))));

        Assert.Equal(blocks, found.Count);
        Assert.All(found, block => Assert.Contains(Squeeze(block), code, StringComparison.Ordinal));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");

    private static string Squeeze(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex(@"^ *```csharp\n(.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
