using System.Xml.Linq;
using RouterMaestro.TestKit;

namespace RouterMaestro.Architecture.Tests.Sources;

/// <summary>The versions of the client libraries whose behaviour the tests and docs/clients.md describe.</summary>
public sealed class ClientPinTests
{
    private const string OpenAIOfExtensions = "2.14.0";

    [Theory]
    [InlineData("Anthropic", "13.14.0")]
    [InlineData("OpenAI", "2.15.0")]
    public void Client_is_pinned(string package, string version) =>
        Assert.Equal(version, VersionOf("Directory.Packages.props", "PackageVersion", package, "Version"));

    /// <summary>Microsoft.Extensions.AI.OpenAI 10.11.0 cannot stream Responses with OpenAI 2.15.0: findings/extensions-ai-openai-responses-stream.sh.</summary>
    [Fact]
    public void Older_OpenAI_is_pinned_where_Extensions_AI_streams_Responses()
    {
        var projects = SourceFile.In("tests", ".csproj").Where(p => p.Text.Contains("\"Microsoft.Extensions.AI.OpenAI\"", StringComparison.Ordinal)).Select(p => p.Path).ToArray();

        Assert.NotEmpty(projects);
        Assert.All(projects, p => Assert.Equal(OpenAIOfExtensions, VersionOf(p, "PackageReference", "OpenAI", "VersionOverride")));
    }

    [Fact]
    public void No_other_project_has_a_version_of_its_own() =>
        Assert.All(
            SourceFile.In("", ".csproj").Where(p => p.Text.Contains("VersionOverride", StringComparison.Ordinal)),
            p => Assert.Contains("\"Microsoft.Extensions.AI.OpenAI\"", p.Text, StringComparison.Ordinal));

    private static string? VersionOf(string file, string element, string package, string attribute) =>
        XDocument.Load(Path.Combine(Repository.Root, file))
            .Descendants(element)
            .Single(e => e.Attribute("Include")?.Value == package)
            .Attribute(attribute)?.Value;
}
