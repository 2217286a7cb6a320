namespace RouterMaestro.Cli.Tests.Clients;

/// <summary>What is remembered of a change of a client's settings, so that it can be undone.</summary>
public sealed class SettingsHistoryTests
{
    private static readonly string[] _options = ["--level", "user", "--model", "lab/one", "--yes"];

    [Fact]
    public async Task What_could_not_be_undone_is_not_written()
    {
        await using var stage = await ClientHome.StartAsync();
        var path = stage.PathOf(".claude/settings.json");
        TestHome.Write(path, "{}");
        var history = Directory.CreateDirectory(stage.PathOf("data/router-maestro/client-settings.json")).FullName;

        Assert.Equal(1, await stage.Home.RunAsync(["config", "claude-code", .. _options]));
        Assert.Equal("{}", await File.ReadAllTextAsync(path));
        Assert.Equal(path, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!)));
        Assert.StartsWith($"Error: {history} cannot be read and written (", Assert.Single(stage.Home.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("delete", stage.Home.Error, StringComparison.Ordinal);

        Directory.Delete(history);
        Assert.Equal(0, await stage.Home.RunAsync(["config", "claude-code", .. _options]));
        Assert.Equal(0, await stage.Home.RunAsync("config", "undo", "claude-code"));
        Assert.Equal("{}", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_change_that_could_not_be_written_is_not_remembered()
    {
        await using var stage = await ClientHome.StartAsync();
        var path = stage.PathOf(".codex/config.toml");
        TestHome.Write(path, "x = 1\n");
        (stage.Home.IsTerminal, stage.Home.CanAsk) = (true, true);
        var environment = stage.Home.CliEnvironment() with
        {
            ReadLine = () =>
            {
                File.WriteAllText(path, "x = 2\n");
                return "y";
            },
        };
        Assert.Equal(1, await CommandLine.RunAsync(["config", "codex", "--level", "user", "--model", "lab/one"], environment, CancellationToken.None));
        Assert.Equal(1, await stage.Home.RunAsync("config", "undo", "codex"));
        Assert.Contains("There is nothing to undo for Codex", stage.Home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_file_that_was_deleted_since_is_forgotten()
    {
        await using var stage = await ClientHome.StartAsync();
        var path = stage.PathOf(".claude/settings.json");
        Assert.Equal(0, await stage.Home.RunAsync(["config", "claude-code", .. _options]));
        File.Delete(path);

        Assert.Equal(0, await stage.Home.RunAsync("config", "undo", "claude-code"));
        Assert.EndsWith($"{path} is gone already, and there was none before.\n", stage.Home.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(1, await stage.Home.RunAsync("config", "undo", "claude-code"));
    }

    [Fact]
    public async Task A_former_file_that_was_deleted_since_is_restored_when_asked()
    {
        await using var stage = await ClientHome.StartAsync();
        var path = stage.PathOf(".claude/settings.json");
        TestHome.Write(path, "{}");
        Assert.Equal(0, await stage.Home.RunAsync(["config", "claude-code", .. _options]));
        File.Delete(path);

        Assert.Equal(1, await stage.Home.RunAsync("config", "undo", "claude-code"));
        Assert.Matches($"^Error: {path} was deleted since it was set up: --force restores {path}\\.backup\\.[0-9_]+ all the same\\.\n$", stage.Home.Error.ReplaceLineEndings("\n"));
        Assert.Equal(0, await stage.Home.RunAsync("config", "undo", "claude-code", "--force"));
        Assert.Equal("{}", await File.ReadAllTextAsync(path));
    }
}
