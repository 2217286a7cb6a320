using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Tests.Clients;

/// <summary>What the <c>config</c> commands write, say and try.</summary>
public sealed class ConfigCommandTests
{
    [Fact]
    public async Task Claude_Code_gets_all_its_models_or_none_of_Anthropics()
    {
        await using var stage = await ClientHome.StartAsync();
        Assert.Equal(0, await stage.Home.RunAsync("config", "claude-code", "--level", "user", "--model", "lab/one", "--small-model", "lab/two", "--statusline", "--yes"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(await File.ReadAllTextAsync(stage.PathOf(".claude/settings.json"))), new JsonObject
        {
            ["apiKeyHelper"] = "/opt/router-maestro/router-maestro server show-key --raw",
            ["env"] = new JsonObject
            {
                ["ANTHROPIC_BASE_URL"] = stage.Address,
                ["ANTHROPIC_MODEL"] = "lab/one",
                ["ANTHROPIC_DEFAULT_OPUS_MODEL"] = "lab/one",
                ["ANTHROPIC_DEFAULT_SONNET_MODEL"] = "lab/one",
                ["ANTHROPIC_DEFAULT_FABLE_MODEL"] = "lab/one",
                ["ANTHROPIC_SMALL_FAST_MODEL"] = "lab/two",
                ["ANTHROPIC_DEFAULT_HAIKU_MODEL"] = "lab/two",
                ["CLAUDE_CODE_ATTRIBUTION_HEADER"] = "0",
                ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
                ["CLAUDE_CODE_AUTO_COMPACT_WINDOW"] = "200000",
            },
            ["statusLine"] = new JsonObject { ["type"] = "command", ["command"] = "/opt/router-maestro/router-maestro statusline" },
        }));
    }

    [Fact]
    public async Task Codex_gets_a_command_for_its_key_and_in_a_project_the_model_alone()
    {
        await using var stage = await ClientHome.StartAsync();
        TestHome.Write(stage.PathOf("work/.codex/config.toml"), "model_provider = \"router-maestro\"\nx = 1\n\n[model_providers.router-maestro]\nname = \"old\"\n");
        Assert.Equal(0, await stage.Home.RunAsync("config", "codex", "--level", "project", "--model", "lab/one", "--yes"));
        Assert.Equal("x = 1\nmodel = \"lab/one\"\n", await File.ReadAllTextAsync(stage.PathOf("work/.codex/config.toml")));
        Assert.Contains("Warning: A project chooses the model alone", stage.Home.Error, StringComparison.Ordinal);

        Assert.Equal(0, await stage.Home.RunAsync("config", "codex", "--level", "user", "--model", "lab/one", "--yes"));
        Assert.Equal(
            $"""
            model = "lab/one"
            model_provider = "router-maestro"

            [model_providers.router-maestro]
            name = "RouterMaestro"
            base_url = "{stage.Address}/v1"
            wire_api = "responses"

            [model_providers.router-maestro.auth]
            command = "/opt/router-maestro/router-maestro"
            args = ["server", "show-key", "--raw"]

            """.ReplaceLineEndings("\n"),
            await File.ReadAllTextAsync(stage.PathOf(".codex/config.toml")));
    }

    [Fact]
    public async Task Opencode_reads_the_key_from_a_file_of_its_own_and_in_a_project_from_the_environment()
    {
        await using var stage = await ClientHome.StartAsync();
        var secret = stage.PathOf("data/router-maestro/clients/opencode.key");
        Assert.Equal(0, await stage.Home.RunAsync("config", "opencode", "--level", "user", "--model", "lab/one", "--yes"));
        Assert.Contains($"\"apiKey\": \"{{file:{secret}}}\"", await File.ReadAllTextAsync(stage.PathOf("config/opencode/opencode.json")), StringComparison.Ordinal);
        Assert.Equal("sk-test\n", await File.ReadAllTextAsync(secret));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(secret));

        Assert.Equal(0, await stage.Home.RunAsync("config", "opencode", "--level", "project", "--model", "lab/one", "--yes"));
        Assert.Contains("\"apiKey\": \"{env:ROUTER_MAESTRO_API_KEY}\"", await File.ReadAllTextAsync(stage.PathOf("work/opencode.json")), StringComparison.Ordinal);
        Assert.Contains("export ROUTER_MAESTRO_API_KEY=$(/opt/router-maestro/router-maestro server show-key --raw)", stage.Home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_key_is_written_to_where_git_could_track_it()
    {
        await using var stage = await ClientHome.StartAsync();
        Directory.CreateDirectory(stage.PathOf(".git"));
        Assert.Equal(0, await stage.Home.RunAsync("config", "opencode", "--level", "user", "--model", "lab/one", "--yes"));
        Assert.Contains("{env:ROUTER_MAESTRO_API_KEY}", await File.ReadAllTextAsync(stage.PathOf("config/opencode/opencode.json")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(stage.PathOf("data/router-maestro/clients")));
    }

    [Fact]
    public async Task A_program_on_the_path_is_written_by_its_name_and_a_remote_key_by_its_context()
    {
        await using var stage = await ClientHome.StartAsync();
        TestHome.Write(stage.PathOf("bin/router-maestro"), "");
        stage.Home.Variables["PATH"] = stage.PathOf("bin");
        stage.Home.WriteContext("sk-test", stage.Address, "team of ours");
        Assert.Equal(0, await stage.Home.RunAsync("config", "copilot-cli", "--level", "user", "--model", "lab/one", "--yes"));
        Assert.Equal(
            $"""
            export COPILOT_PROVIDER_BASE_URL='{stage.Address}/v1'
            export COPILOT_PROVIDER_API_KEY_COMMAND='router-maestro context get-key '\''team of ours'\'' --raw'
            export COPILOT_MODEL='lab/one'

            """.ReplaceLineEndings("\n"),
            await File.ReadAllTextAsync(stage.PathOf(".copilot/router-maestro.env")));
    }

    [Fact]
    public async Task A_dry_run_shows_the_change_and_writes_nothing()
    {
        await using var stage = await ClientHome.StartAsync();
        Assert.Equal(0, await stage.Home.RunAsync("config", "codex", "--level", "user", "--model", "lab/one", "--dry-run"));
        Assert.Contains("+model = \"lab/one\"\n", stage.Home.Out, StringComparison.Ordinal);
        Assert.False(Path.Exists(stage.PathOf(".codex")));
        Assert.False(File.Exists(stage.PathOf("data/router-maestro/client-settings.json")));
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY", "The environment sets ANTHROPIC_API_KEY, which is sent in place of the gateway's key by Claude Code")]
    [InlineData("CLAUDE_CODE_USE_BEDROCK", "The environment sets CLAUDE_CODE_USE_BEDROCK, which leads past the gateway")]
    public async Task A_variable_that_overrides_the_settings_is_a_warning(string variable, string warning)
    {
        await using var stage = await ClientHome.StartAsync();
        stage.Home.Variables[variable] = "x";
        Assert.Equal(0, await stage.Home.RunAsync("config", "claude-code", "--level", "user", "--model", "lab/one", "--yes"));
        Assert.Contains($"Warning: {warning}", stage.Home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_wins_over_the_settings_is_a_warning()
    {
        await using var stage = await ClientHome.StartAsync();
        var local = stage.PathOf("work/.claude/settings.local.json");
        TestHome.Write(local, """{"env":{"ANTHROPIC_MODEL":"x"}}""");
        Assert.Equal(0, await stage.Home.RunAsync("config", "claude-code", "--level", "user", "--model", "lab/one", "--yes"));
        Assert.Contains($"Warning: {local} has settings of its own", stage.Home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_sends_the_clients_forms_and_says_that_they_work()
    {
        await using var stage = await ClientHome.StartAsync();
        foreach (var (client, calls) in new[] { ("claude-code", 2), ("codex", 1), ("opencode", 2), ("copilot-cli", 1) })
        {
            stage.Upstream.Reset();
            Assert.Equal(0, await stage.Home.RunAsync("config", client, "--check", "--model", "lab/one", "--json"));
            Assert.Equal(calls, stage.Upstream.Calls.Count);
            Assert.Contains("\"ok\": true", stage.Home.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_check_alone_tries_what_is_configured()
    {
        await using var stage = await ClientHome.StartAsync();
        Assert.Equal(1, await stage.Home.RunAsync("config", "codex", "--check"));
        Assert.Contains("Codex is not set up for a gateway", stage.Home.Error, StringComparison.Ordinal);
        Assert.Equal(0, await stage.Home.RunAsync("config", "codex", "--level", "user", "--model", "lab/two", "--yes"));
        Assert.Equal(0, await stage.Home.RunAsync("config", "codex", "--check"));
        Assert.Matches("turn +lab/two +\\d+ ms +works", stage.Home.Out);

        TestHome.Write(stage.PathOf(".codex/config.toml"), (await File.ReadAllTextAsync(stage.PathOf(".codex/config.toml"))).Replace(stage.Address, "http://127.0.0.1:1", StringComparison.Ordinal));
        Assert.Equal(1, await stage.Home.RunAsync("config", "codex", "--check"));
        Assert.Contains("leads Codex to http://127.0.0.1:1/v1, and the gateway is at " + stage.Address, stage.Home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_fails_says_why_and_ends_with_1()
    {
        await using var stage = await ClientHome.StartAsync();
        stage.Upstream.Reply(SimulatedFault.Status(400, "tools are not for you"));
        Assert.Equal(1, await stage.Home.RunAsync("config", "codex", "--level", "user", "--model", "lab/one", "--yes", "--check"));
        Assert.Contains("Error: Codex's turn with 'lab/one' would not work: status 400: ", stage.Home.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(stage.PathOf(".codex/config.toml")));
    }

    [Fact]
    public async Task A_model_that_the_gateway_would_not_serve_is_refused_with_a_suggestion()
    {
        await using var stage = await ClientHome.StartAsync();
        Assert.Equal(1, await stage.Home.RunAsync("config", "codex", "--level", "user", "--model", "lap/one", "--yes"));
        Assert.Contains("Did you mean 'lab/one'?", Assert.Single(stage.Home.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.False(Path.Exists(stage.PathOf(".codex")));
    }

    [Fact]
    public async Task A_model_whose_own_id_ends_like_a_long_window_is_served_by_its_id()
    {
        await using var stage = await ClientHome.StartAsync("q@4[1m]");
        Assert.Equal(0, await stage.Home.RunAsync("config", "codex", "--level", "project", "--model", "lab/q@4[1m]", "--yes"));
        Assert.Equal("model = \"lab/q@4[1m]\"\n", await File.ReadAllTextAsync(stage.PathOf("work/.codex/config.toml")));

        Assert.Equal(0, await stage.Home.RunAsync("config", "opencode", "--level", "user", "--model", "lab/q@4[1m]", "--yes"));
        Assert.Contains("\"small_model\": \"router-maestro/lab/q@4[1m]\"", await File.ReadAllTextAsync(stage.PathOf("config/opencode/opencode.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_Claude_Code_would_not_send_whole_is_refused()
    {
        await using var stage = await ClientHome.StartAsync("q@4[1m]");
        Assert.Equal(1, await stage.Home.RunAsync("config", "claude-code", "--level", "user", "--model", "lab/q@4[1m]", "--yes"));
        Assert.Equal(
            "Error: Claude Code does not send the ending [1m], which belongs to the name of the model 'lab/q@4[1m]': choose another model.",
            stage.Home.Error.Trim());
    }

    [Fact]
    public async Task One_model_is_suggested_once()
    {
        await using var stage = await ClientHome.StartAsync("deepseek-chat");
        Assert.Equal(1, await stage.Home.RunAsync("config", "codex", "--level", "user", "--model", "lab/deepseek-chats", "--yes"));
        Assert.Equal(2, stage.Home.Error.Split("Did you mean 'lab/deepseek-chat'?").Length);
        Assert.DoesNotContain("?.", stage.Home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_gateway_a_given_model_is_written_with_a_warning()
    {
        await using var stage = new ClientHome();
        stage.Home.WriteContext("sk-test", "http://127.0.0.1:1");
        Assert.Equal(0, await stage.Home.RunAsync("config", "claude-code", "--level", "project", "--model", "lab/one", "--yes"));
        Assert.Contains("Warning: The model is not checked: The server is not running at http://127.0.0.1:1.", stage.Home.Error, StringComparison.Ordinal);
        Assert.Equal(1, await stage.Home.RunAsync("config", "claude-code", "--check"));
        Assert.Contains("the gateway does not run at http://127.0.0.1:1", stage.Home.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config codex", "needs --level and --model and --yes (or --dry-run) where nobody can be asked")]
    [InlineData("config codex --yes --model lab/one", "needs --level where nobody can be asked")]
    [InlineData("config codex --level team", "--level takes user or project, not 'team'.")]
    [InlineData("config codex --yes --dry-run", "--yes writes and --dry-run does not")]
    [InlineData("config claude-code --id-style short", "--id-style takes official or qualified, not 'short'.")]
    [InlineData("config claude-code --auto-compact-window 5", "--auto-compact-window takes 100000 or more, or 0.")]
    [InlineData("config undo emacs", "'emacs' is not a client")]
    [InlineData("config choose", "Name the client: claude-code, codex, opencode, copilot-cli.")]
    public async Task What_is_missing_or_wrong_is_named(string line, string sentence)
    {
        await using var stage = new ClientHome();
        Assert.Equal(2, await stage.Home.RunAsync(line.Split(' ')));
        Assert.Contains(sentence, Assert.Single(stage.Home.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(stage.Home.Out);
    }

    [Fact]
    public async Task Gemini_is_not_served_yet()
    {
        using var home = new TestHome();
        Assert.Equal(1, await home.RunAsync("config", "gemini"));
        Assert.StartsWith("Error: Gemini CLI is not served yet", Assert.Single(home.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_asked_for_what_is_missing()
    {
        await using var stage = await ClientHome.StartAsync();
        (stage.Home.IsTerminal, stage.Home.CanAsk) = (true, true);
        foreach (var answer in new[] { "Claude Code", "user", "lab/two", "lab/one", "y", "y" })
        {
            stage.Home.Typed.Enqueue(answer);
        }

        Assert.Equal(0, await stage.Home.RunAsync("config"));
        Assert.Empty(stage.Home.Typed);
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(stage.PathOf(".claude/settings.json")))!;
        Assert.Equal("lab/two", (string?)settings["env"]!["ANTHROPIC_MODEL"]);
        Assert.Equal("lab/one", (string?)settings["env"]!["ANTHROPIC_DEFAULT_HAIKU_MODEL"]);
        Assert.NotNull(settings["statusLine"]);

        stage.Home.Typed.Enqueue("n");
        Assert.Equal(1, await stage.Home.RunAsync("config", "codex", "--level", "user", "--model", "lab/one"));
        Assert.EndsWith("Error: Nothing is written.\n", stage.Home.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(stage.PathOf(".codex")));
    }
}
