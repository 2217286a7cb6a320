using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests.Executable.Scenarios;

/// <summary>A token of an editor becomes the login at GitHub Copilot.</summary>
internal sealed class LoginImportScenario : IScenario
{
    public IReadOnlyList<Step> Steps { get; } =
    [
        new("auth login --import --json") { Out = "\"tokens\": \\[\\]", Variables = _noPath, Then = (stage, _) => WriteFileAsync(stage) },
        new("auth login github-copilot --import --json") { Out = "(?s)\"name\": \"apps.json\".*\"account\": \"octocat\".*\"use\": \"login\"", Variables = _noPath, Then = AssertMasked },
        new("auth login --import", 2)
        {
            Out = "^apps\\.json  ghu_….{4}  octocat  GitHub App user token  ~/",
            Error = "^VS Code, [^\n]*\nError: No token is taken unasked: name one, such as --from apps\\.json\\.",
            Variables = _noPath,
            Then = (stage, _) => AssertNothingStored(stage),
        },
        Step.Refused("auth login --import --from app.json", 1, "There is no token 'app.json', and no such file with one. Did you mean 'apps.json'?") with { Variables = _noPath },
        Step.Refused("auth login --from apps.json", 2, "--from belongs to --import."),
        new("auth login --import --from apps.json")
        {
            Out = "^Logged in to 'github-copilot' with the token of apps\\.json, of octocat; 'router-maestro model list' shows its models\\.\n$",
            Variables = _noPath,
            Then = (stage, _) => AssertStored(stage),
        },
        new("auth list") { Out = "github-copilot +OAuth +Active" },
        new("model refresh") { Out = "." },
        new("model list") { Out = "github-copilot/claude-sonnet-4\\.6" },
    ];

    // a gh of the developer's own would be asked
    private static readonly Dictionary<string, string?> _noPath = new() { ["GH_CONFIG_DIR"] = "/nowhere", ["GH_TOKEN"] = null, ["GITHUB_TOKEN"] = null, ["COPILOT_GITHUB_TOKEN"] = null };

    private static Task WriteFileAsync(ScenarioStage stage)
    {
        var token = stage.Notes["token"] = stage.Copilot.AddGitHubToken(prefix: "ghu_");
        TestHome.Write(
            Path.Combine(stage.Home.Variables["XDG_CONFIG_HOME"]!, "github-copilot", "apps.json"),
            new JsonObject { ["github.com:Iv1.x"] = new JsonObject { ["user"] = "octocat", ["oauth_token"] = token } }.ToJsonString());
        return Task.CompletedTask;
    }

    private static Task AssertMasked(ScenarioStage stage, string output)
    {
        Assert.DoesNotContain(stage.Notes["token"], output, StringComparison.Ordinal);
        return AssertNothingStored(stage);
    }

    private static Task AssertNothingStored(ScenarioStage stage)
    {
        Assert.False(File.Exists(stage.Home.AuthFile));
        return Task.CompletedTask;
    }

    private static async Task AssertStored(ScenarioStage stage) =>
        Assert.Equal(stage.Notes["token"], (string?)JsonNode.Parse(await File.ReadAllTextAsync(stage.Home.AuthFile))!["github-copilot"]!["refresh"]);
}
