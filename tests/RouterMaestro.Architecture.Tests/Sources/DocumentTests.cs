using System.Text.Json;
using System.Text.RegularExpressions;
using RouterMaestro.TestKit;

namespace RouterMaestro.Architecture.Tests.Sources;

/// <summary>What the pages for readers say.</summary>
public sealed partial class DocumentTests
{
    private static readonly Lazy<string[]> _compiled = new(() => [.. SourceFile.In("tests", ".cs").Select(file => Squeeze(file.Text))]);

    public static TheoryData<string> Pages => [.. SourceFile.In("", ".md").Select(f => f.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_names_no_path_of_a_machine(string page) => Assert.DoesNotMatch(MachinePath(), Read(page));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_links_to_what_is_there(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var missing = Link().Matches(Read(page))
            .Select(l => l.Groups[1].Value)
            .Where(l => !l.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, l)));

        Violations.None(missing);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_shows_JSON_that_is_well_formed(string page) => Assert.All(
        JsonBlock().Matches(Read(page)).Select(b => b.Groups[1].Value),
        block => Assert.Null(Record.Exception(() => JsonDocument.Parse(block).Dispose())));

    /// <summary>The tests hold every C# block, white space aside, in one of their files; a line or braces of an ellipsis leave something out.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_shows_CSharp_that_is_compiled(string page) =>
        Violations.None(CSharpBlock().Matches(Read(page)).Select(b => b.Groups[1].Value).Where(block => !IsCompiled(block)));

    [Theory]
    [InlineData("private static bool IsCompiled(string block)\n{", true)]
    [InlineData("private static bool IsCompiled(string block)\n…\nprivate static string Read(string page)", true)]
    [InlineData("public sealed partial class DocumentTests { … }", true)]
    [InlineData("public sealed class " + "DocumentTests\n{", false)]
    [InlineData("public sealed class " + "DocumentTests\n…\n{", false)]
    public void CSharp_that_is_nowhere_is_found(string block, bool compiled) => Assert.Equal(compiled, IsCompiled(block));

    [Fact]
    public void Scripts_and_build_files_name_no_path_of_a_machine() =>
        Assert.DoesNotContain(SourceFile.In("", ".sh", ".props", ".csproj", ".json", ".yml", "/run"), f => MachinePath().IsMatch(f.Text));

    [Theory]
    [InlineData("see /ho" + "me/me/x", true)]
    [InlineData("in C:\\Use" + "rs\\me", true)]
    [InlineData("GET /v1/models of http://localhost:8080/", false)]
    public void Paths_of_machines_are_found(string text, bool found) => Assert.Equal(found, MachinePath().IsMatch(text));

    private static bool IsCompiled(string block)
    {
        var pieces = Ellipsis().Split(block).Select(Squeeze).ToArray();
        return _compiled.Value.Any(source => pieces.All(piece => source.Contains(piece, StringComparison.Ordinal)));
    }

    private static string Squeeze(string text) => Blanks().Replace(text, " ").Trim();

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    [GeneratedRegex(@"(?<![\w.])/(home|root|work|Users|tmp)/|[A-Z]:\\Users")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\]\(([^)#\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```json\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    [GeneratedRegex(@"^ *```csharp\n(.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"^ *…$|(?<=\{ )…(?= \})", RegexOptions.Multiline)]
    private static partial Regex Ellipsis();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
