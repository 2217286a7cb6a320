using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests.Clients;

/// <summary>Models can be written by their vendors' names, where the gateway takes these for the same models.</summary>
public sealed class OfficialIdTests
{
    [Theory]
    [InlineData("lab/Claude-Opus-4.6", "claude-opus-4-6", false)]
    [InlineData("lab/Claude-Opus-4.6[1m]", "claude-opus-4-6[1m]", false)]
    [InlineData("lab/gpt-5.1", "lab/gpt-5.1", true)]
    [InlineData("router-maestro", "router-maestro", true)]
    public async Task Claude_Code_knows_Claude_models(string model, string written, bool isWarned)
    {
        await using var stage = await ClientHome.StartAsync("Claude-Opus-4.6", "gpt-5.1");
        Assert.Equal(0, await stage.Home.RunAsync("config", "claude-code", "--level", "user", "--model", model, "--id-style", "official", "--yes"));
        var env = JsonNode.Parse(await File.ReadAllTextAsync(stage.PathOf(".claude/settings.json")))!["env"]!;
        Assert.Equal(written, (string?)env["ANTHROPIC_MODEL"]);
        Assert.Equal(written.EndsWith("[1m]", StringComparison.Ordinal) ? "1000000" : "200000", (string?)env["CLAUDE_CODE_AUTO_COMPACT_WINDOW"]);
        Assert.Equal(isWarned, stage.Home.Error.Contains($"Warning: '{model}' keeps its name", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lab/gpt-5.1", "gpt-5.1")]
    [InlineData("lab/Claude-Opus-4.6", "lab/Claude-Opus-4.6")]
    public async Task Codex_knows_models_of_OpenAI(string model, string written)
    {
        await using var stage = await ClientHome.StartAsync("Claude-Opus-4.6", "gpt-5.1");
        Assert.Equal(0, await stage.Home.RunAsync("config", "codex", "--level", "project", "--model", model, "--id-style", "official", "--yes"));
        Assert.Equal($"model = \"{written}\"\n", await File.ReadAllTextAsync(stage.PathOf("work/.codex/config.toml")));
    }
}
