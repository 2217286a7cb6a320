using System.Xml.Linq;
using RouterMaestro.TestKit;

namespace RouterMaestro.Architecture.Tests.Sources;

/// <summary>What the project files say.</summary>
public sealed class ProjectTests
{
    /// <summary>Which of our projects a project may name; what those name comes with them.</summary>
    [Theory]
    [InlineData("RouterMaestro.Domain")]
    [InlineData("RouterMaestro.Protocols", "RouterMaestro.Domain")]
    [InlineData("RouterMaestro.Application", "RouterMaestro.Protocols")]
    [InlineData("RouterMaestro.Infrastructure", "RouterMaestro.Application")]
    [InlineData("RouterMaestro.AspNetCore", "RouterMaestro.Application")]
    [InlineData("RouterMaestro.Usage.Sqlite", "RouterMaestro.Application")]
    [InlineData("RouterMaestro", "RouterMaestro.AspNetCore", "RouterMaestro.Infrastructure", "RouterMaestro.Usage.Sqlite")]
    [InlineData("RouterMaestro.Testing", "RouterMaestro.Application")]
    [InlineData("RouterMaestro.Web", "RouterMaestro")]
    [InlineData("RouterMaestro.Cli", "RouterMaestro", "RouterMaestro.Testing")]
    public void Project_names_only_the_layers_it_stands_on(string project, params string[] layers) =>
        Assert.Equal(layers, References(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/'))));

    [Theory]
    [InlineData("RouterMaestro.Domain")]
    [InlineData("RouterMaestro.Protocols")]
    public void Project_names_no_package(string project) => Assert.Empty(References(project, "PackageReference"));

    [Fact]
    public void Every_project_is_built()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "RouterMaestro.sln"));
        var projects = SourceFile.In("src", ".csproj").Concat(SourceFile.In("tests", ".csproj")).Select(p => p.Path).ToArray();

        Assert.NotEmpty(projects);
        Assert.All(projects, p => Assert.Contains(p.Replace('/', '\\'), solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Libraries_demand_documentation_of_their_public_surface() => Assert.DoesNotContain(
        SourceFile.In("src", ".csproj").Where(p => p.Text.Contains("Pack.props", StringComparison.Ordinal)),
        p => p.Text.Contains("CS1591", StringComparison.Ordinal) || p.Text.Contains("GenerateDocumentationFile", StringComparison.Ordinal));

    [Fact]
    public void Versions_stand_in_one_place() => Assert.DoesNotContain(
        SourceFile.In("", ".csproj"), p => p.Text.Contains("PackageReference", StringComparison.Ordinal) && p.Text.Contains(" Version=\"", StringComparison.Ordinal));

    [Fact]
    public void No_source_host_is_named() =>
        Assert.DoesNotContain("://", File.ReadAllText(Path.Combine(Repository.Root, "nuget.config")), StringComparison.Ordinal);

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"))
            .Descendants(kind)
            .Where(r => r.Attribute("PrivateAssets")?.Value != "all")
            .Select(r => r.Attribute("Include")!.Value);
}
