using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests.Clients;

/// <summary>A settings file is changed as a whole or not at all, and the change can be undone byte for byte.</summary>
public sealed class SettingsTransactionTests
{
    private const string Mark = "\uFEFF";

    private static readonly string[] _options = ["--level", "user", "--model", "lab/one", "--yes"];

    public static TheoryData<string, string> Files => ClientHome.Files;

    /// <summary>Gets rich files with a byte order mark, line ends of Windows, comments where they are allowed, and settings of other gateways.</summary>
    public static TheoryData<string, string, string> RichFiles => new()
    {
        { "claude-code", ".claude/settings.json", Mark + "{\r\n\t\"permissions\": { \"allow\": [\"Bash(ls:*)\"],\t\"deny\":[] },\r\n\t\"env\": {\r\n\t\t\"FOO\": \"é\",\r\n\t\t\"ANTHROPIC_AUTH_TOKEN\": \"sk-other\"\r\n\t},\r\n\t\"hooks\": {}\r\n}" },
        { "codex", ".codex/config.toml", "# mine\r\nmodel = 'gpt-x' # fast\r\n\r\n[mcp_servers.docs]\r\ncommand = \"npx\"\r\nargs = [\r\n  \"-y\", # yes\r\n]\r\n\r\n[model_providers.other]\r\nname='Other'\r\n" },
        { "opencode", "config/opencode/opencode.jsonc", "{\n  // the look\n  \"theme\": \"dark\", /* late */\n  \"provider\": {\n    \"other\": { \"options\": { \"apiKey\": \"{env:X}\" } },\n  },\n}\n\n" },
        { "copilot-cli", ".copilot/router-maestro.env", "# mine\nexport COPILOT_MODEL=gpt-x\nFOO='bar' # baz" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Without_a_file_one_is_made_and_undone(string client, string file)
    {
        await using var stage = await ClientHome.StartAsync();
        Assert.Equal(0, await stage.Home.RunAsync(["config", client, .. _options]));
        Assert.True(File.Exists(stage.PathOf(file)), stage.Home.Error);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(stage.PathOf(file)));
        Assert.DoesNotContain("sk-test", await File.ReadAllTextAsync(stage.PathOf(file)), StringComparison.Ordinal);

        Assert.Equal(0, await stage.Home.RunAsync("config", "undo", client));
        Assert.False(Path.Exists(Path.GetDirectoryName(stage.PathOf(file))));
        Assert.False(File.Exists(stage.PathOf($"data/router-maestro/clients/{client}.key")));
        Assert.Equal(1, await stage.Home.RunAsync("config", "undo", client));
    }

    [Theory]
    [MemberData(nameof(RichFiles))]
    public async Task A_rich_file_keeps_the_rest_and_is_restored_byte_for_byte(string client, string file, string text)
    {
        await using var stage = await ClientHome.StartAsync();
        var (path, bytes) = (stage.PathOf(file), Encoding.UTF8.GetBytes(text));
        await WriteAsync(path, bytes, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal(0, await stage.Home.RunAsync(["config", client, .. _options]));

        var written = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path));
        Assert.Contains("lab/one", written, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-other", written + stage.Home.Out, StringComparison.Ordinal);
        Assert.False(text.Contains("\r\n", StringComparison.Ordinal) && HasBareLineEnd(written));
        var rest = text.Split('\n').Select(line => line.TrimEnd('\r').TrimEnd(',')).Where(line => !IsReplaced(line)).ToArray();
        Assert.All(rest, line => Assert.Contains(line, written, StringComparison.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, Mode(path));
        var backup = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.backup.*"));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(backup));

        Assert.Equal(0, await stage.Home.RunAsync("config", "undo", client));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
        Assert.Equal(path, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Setting_up_again_changes_nothing(string client, string file)
    {
        await using var stage = await ClientHome.StartAsync();
        Assert.Equal(0, await stage.Home.RunAsync(["config", client, .. _options]));
        var first = await File.ReadAllBytesAsync(stage.PathOf(file));
        Assert.Equal(0, await stage.Home.RunAsync(["config", client, .. _options, "--json"]));
        Assert.Contains("\"status\": \"unchanged\"", stage.Home.Out, StringComparison.Ordinal);
        Assert.Equal(first, await File.ReadAllBytesAsync(stage.PathOf(file)));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(stage.PathOf(file))!, "*.backup.*"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_link_stays_and_its_file_is_changed(string client, string file)
    {
        await using var stage = await ClientHome.StartAsync();
        var target = stage.PathOf($"dotfiles/{Path.GetFileName(file)}");
        await WriteAsync(target, "\n"u8.ToArray());
        Directory.CreateDirectory(Path.GetDirectoryName(stage.PathOf(file))!);
        File.CreateSymbolicLink(stage.PathOf(file), target);

        Assert.Equal(0, await stage.Home.RunAsync(["config", client, .. _options]));
        Assert.Equal(target, new FileInfo(stage.PathOf(file)).LinkTarget);
        Assert.Contains("lab/one", await File.ReadAllTextAsync(target), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(target)!));

        Assert.Equal(0, await stage.Home.RunAsync("config", "undo", client));
        Assert.Equal(target, new FileInfo(stage.PathOf(file)).LinkTarget);
        Assert.Equal("\n"u8.ToArray(), await File.ReadAllBytesAsync(target));
    }

    [Fact]
    public async Task A_dangling_link_is_refused()
    {
        await using var stage = await ClientHome.StartAsync();
        Directory.CreateDirectory(stage.PathOf(".codex"));
        File.CreateSymbolicLink(stage.PathOf(".codex/config.toml"), "nowhere.toml");
        Assert.Equal(1, await stage.Home.RunAsync(["config", "codex", .. _options]));
        Assert.Contains("is a link to a file that does not exist (nowhere.toml)", stage.Home.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(stage.PathOf(".codex/nowhere.toml")));
    }

    [Fact]
    public async Task A_hard_linked_file_is_refused()
    {
        await using var stage = await ClientHome.StartAsync();
        await WriteAsync(stage.PathOf(".codex/config.toml"), "x = 1\n"u8.ToArray());
        Run("ln", stage.PathOf(".codex/config.toml"), stage.PathOf("twin.toml"));
        Assert.Equal(1, await stage.Home.RunAsync(["config", "codex", .. _options]));
        Assert.Contains("is hard-linked (2 names)", stage.Home.Error, StringComparison.Ordinal);
        Assert.Equal("x = 1\n", await File.ReadAllTextAsync(stage.PathOf("twin.toml")));
    }

    [Fact]
    public async Task What_is_no_file_is_refused()
    {
        await using var stage = await ClientHome.StartAsync();
        Directory.CreateDirectory(stage.PathOf(".codex"));
        Run("mkfifo", stage.PathOf(".codex/config.toml"));
        Assert.Equal(1, await stage.Home.RunAsync(["config", "codex", .. _options]));
        Assert.Contains("is a device, pipe or socket", stage.Home.Error, StringComparison.Ordinal);

        Directory.CreateDirectory(stage.PathOf(".claude/settings.json"));
        Assert.Equal(1, await stage.Home.RunAsync(["config", "claude-code", .. _options]));
        Assert.Contains("is a folder", stage.Home.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude-code", ".claude/settings.json", "{\n  // Claude Code ignores a file with comments\n}\n", "is not valid JSON (line 2)")]
    [InlineData("claude-code", ".claude/settings.json", "{\"env\": 7}", "'env' is not an object")]
    [InlineData("codex", ".codex/config.toml", "a = 1\nb = \n", "is not valid TOML (line 2)")]
    [InlineData("opencode", "config/opencode/opencode.jsonc", "[]", "is not a JSON object")]
    public async Task A_broken_file_is_left_alone(string client, string file, string text, string reason)
    {
        await using var stage = await ClientHome.StartAsync();
        await WriteAsync(stage.PathOf(file), Encoding.UTF8.GetBytes(text));
        Assert.Equal(1, await stage.Home.RunAsync(["config", client, .. _options]));
        Assert.Equal($"Error: {stage.PathOf(file)} {reason}: correct it first; nothing is written.", Assert.Single(stage.Home.Error.Trim().Split('\n')));
        Assert.Equal(text, await File.ReadAllTextAsync(stage.PathOf(file)));
    }

    [Fact]
    public async Task An_edit_made_while_the_question_is_open_is_kept()
    {
        await using var stage = await ClientHome.StartAsync();
        var path = stage.PathOf(".codex/config.toml");
        await WriteAsync(path, "x = 1\n"u8.ToArray());
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
        Assert.Contains("was changed by another program in the meantime", stage.Home.Error, StringComparison.Ordinal);
        Assert.Equal("x = 2\n", await File.ReadAllTextAsync(path));
        Assert.Equal(path, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!)));
    }

    [Fact]
    public async Task An_edit_made_after_the_setup_is_not_undone_unasked()
    {
        await using var stage = await ClientHome.StartAsync();
        var path = stage.PathOf(".claude/settings.json");
        await WriteAsync(path, "{}"u8.ToArray());
        Assert.Equal(0, await stage.Home.RunAsync(["config", "claude-code", .. _options]));
        await File.AppendAllTextAsync(path, "\n");
        var edited = await File.ReadAllBytesAsync(path);

        Assert.Equal(1, await stage.Home.RunAsync("config", "undo", "claude-code"));
        Assert.Contains("was edited since it was set up: --force restores", stage.Home.Error, StringComparison.Ordinal);
        Assert.Equal(edited, await File.ReadAllBytesAsync(path));

        Assert.Equal(0, await stage.Home.RunAsync("config", "undo", "claude-code", "--force", "--json"));
        Assert.Equal("{}", await File.ReadAllTextAsync(path));
        var json = JsonNode.Parse(stage.Home.Out[stage.Home.Out.LastIndexOf("{\n  \"client\"", StringComparison.Ordinal)..])!;
        Assert.Equal(edited, await File.ReadAllBytesAsync((string)json["backup"]!));
    }

    [Fact]
    public async Task Two_changes_are_undone_one_after_the_other()
    {
        await using var stage = await ClientHome.StartAsync();
        Assert.Equal(0, await stage.Home.RunAsync(["config", "codex", .. _options]));
        var first = await File.ReadAllBytesAsync(stage.PathOf(".codex/config.toml"));
        Assert.Equal(0, await stage.Home.RunAsync("config", "codex", "--level", "user", "--model", "lab/two", "--yes"));
        Assert.Equal(0, await stage.Home.RunAsync("config", "undo", "codex"));
        Assert.Equal(first, await File.ReadAllBytesAsync(stage.PathOf(".codex/config.toml")));
        Assert.Equal(0, await stage.Home.RunAsync("config", "undo", "codex"));
        Assert.False(File.Exists(stage.PathOf(".codex/config.toml")));
    }

    [Fact]
    public async Task An_edited_backup_is_not_restored()
    {
        await using var stage = await ClientHome.StartAsync();
        var path = stage.PathOf(".codex/config.toml");
        await WriteAsync(path, "x = 1\n"u8.ToArray());
        Assert.Equal(0, await stage.Home.RunAsync(["config", "codex", .. _options]));
        var backup = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.backup.*"));
        await File.WriteAllTextAsync(backup, "x = 3\n");
        Assert.Equal(1, await stage.Home.RunAsync("config", "undo", "codex"));
        Assert.Contains("is no copy of the former settings any more", stage.Home.Error, StringComparison.Ordinal);
        File.Delete(backup);
        Assert.Equal(1, await stage.Home.RunAsync("config", "undo", "codex"));
        Assert.Contains("cannot be read, and it holds the former settings", stage.Home.Error, StringComparison.Ordinal);
    }

    private static bool HasBareLineEnd(string text) => text.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal);

    private static bool IsReplaced(string line) =>
        line.Contains("sk-other", StringComparison.Ordinal) || line.Contains("gpt-x", StringComparison.Ordinal);

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static async Task WriteAsync(string path, byte[] bytes, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, bytes);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
