using System.Text.Json;
using System.Text.RegularExpressions;
using RouterMaestro.TestKit;

namespace RouterMaestro.Architecture.Tests.Sources;

/// <summary>What the pages for readers say.</summary>
public sealed partial class DocumentTests
{
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

    [Fact]
    public void Scripts_and_build_files_name_no_path_of_a_machine() =>
        Assert.DoesNotContain(SourceFile.In("", ".sh", ".props", ".csproj", ".json", ".yml", "/run"), f => MachinePath().IsMatch(f.Text));

    [Theory]
    [InlineData("see /ho" + "me/me/x", true)]
    [InlineData("in C:\\Use" + "rs\\me", true)]
    [InlineData("GET /v1/models of http://localhost:8080/", false)]
    public void Paths_of_machines_are_found(string text, bool found) => Assert.Equal(found, MachinePath().IsMatch(text));

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    [GeneratedRegex(@"(?<![\w.])/(home|root|work|Users|tmp)/|[A-Z]:\\Users")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\]\(([^)#\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```json\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
