using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Tests.Auth;

/// <summary><c>auth login --import</c>: the tokens of editors and of gh, through a gateway and a simulated GitHub.</summary>
public sealed class LoginImportTests : IAsyncLifetime
{
    private LoginStage _stage = null!;
    private string _token = "";

    private TestHome Home => _stage.Home;

    private string Config => Home.Variables["XDG_CONFIG_HOME"]!;

    public async Task InitializeAsync()
    {
        _stage = await LoginStage.StartAsync();
        _token = _stage.Copilot.AddGitHubToken(prefix: "ghu_");
    }

    [Theory]
    [InlineData("apps.json", """{"github.com:Iv1.0123456789abcdef":{"user":"octocat","oauth_token":"TOKEN","githubAppId":"Iv1.0123456789abcdef"}}""", "apps.json, of octocat")]
    [InlineData("hosts.json", """{"github.com":{"oauth_token":"TOKEN"}}""", "hosts.json")]
    public async Task The_token_of_an_editor_is_shown_chosen_tried_and_stored_as_a_login(string file, string content, string origin)
    {
        WriteEditorFile(file, content);
        (Home.CanAsk, Home.IsTerminal) = (true, true);
        Home.Typed.Enqueue("1");

        Assert.True(await Home.RunAsync("auth", "login", "github-copilot", "--import") == 0, _stage.Printed);

        Assert.Matches($@"(?m)^  1  {file}  ghu_…{_token[^4..]}  (octocat|-)  GitHub App user token  \S+github-copilot.{file}", Home.Error);
        Assert.Contains($"Which token shall the gateway at {_stage.Gateway.Address.GetLeftPart(UriPartial.Authority)} get? [1-1] ", Home.Error);
        Assert.Equal($"Logged in to 'github-copilot' with the token of {origin}; 'router-maestro model list' shows its models.", Home.Out.Trim());
        Assert.Equal(("oauth", _token), (Stored("github-copilot", "type"), Stored("github-copilot", "refresh")));
        Assert.Equal(1, _stage.Copilot.TokenExchanges);
        Assert.Equal(0, await Home.RunAsync("model", "refresh"));
        Assert.Equal(0, await Home.RunAsync("model", "list"));
        Assert.Contains("github-copilot/claude-sonnet-4.6", Home.Out);
        Assert.DoesNotContain(_token, _stage.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_is_taken_unasked()
    {
        WriteEditorFile("apps.json", """{"github.com:Iv1.x":{"user":"octocat","oauth_token":"TOKEN"}}""");

        Assert.Equal(2, await Home.RunAsync("auth", "login", "--import"));

        Assert.Contains("apps.json", Home.Out);
        Assert.Equal(
            [
                "VS Code, Visual Studio and Copilot CLI keep their tokens in the keychain of the system, where they are not read.",
                "Error: No token is taken unasked: name one, such as --from apps.json. See 'router-maestro auth login --help'.",
            ],
            Home.Error.Trim().ReplaceLineEndings("\n").Split('\n'));
        Assert.False(File.Exists(Home.AuthFile));
        Assert.Equal(0, _stage.Copilot.TokenExchanges);
    }

    [Fact]
    public async Task With_JSON_the_tokens_are_listed_without_themselves()
    {
        WriteEditorFile("apps.json", """{"github.com:Iv1.x":{"user":"octocat","oauth_token":"TOKEN"},"x.ghe.com:Iv1.y":{"user":"mona","oauth_token":"gho_0123456789abcdefghij"}}""");
        TestHome.Write(Path.Combine(Config, "gh", "hosts.yml"), $"github.com:\n    user: octocat\n    oauth_token: {_token}\n    users:\n        octocat:\n            oauth_token: {_token}\n        second:\n            oauth_token: ghp_0123456789abcdefghij\n");
        Home.Variables["GH_TOKEN"] = "github_pat_0123456789abcdefghij";

        Assert.True(await Home.RunAsync("auth", "login", "--import", "--json") == 0, Home.Error);

        var tokens = JsonNode.Parse(Home.Out)!["tokens"]!.AsArray();
        Assert.Equal(["apps.json:octocat", "apps.json:mona", "hosts.yml:second", "GH_TOKEN"], tokens.Select(token => (string)token!["name"]!));
        Assert.Equal(["login", "login", "none", "key"], tokens.Select(token => (string)token!["use"]!));
        Assert.Equal(
            $$"""{"name":"apps.json:octocat","other_names":["hosts.yml:octocat"],"file":"{{Path.Combine(Config, "github-copilot", "apps.json")}}","host":"github.com","account":"octocat","token":"ghu_\u2026{{_token[^4..]}}","kind":"GitHub App user token","use":"login"}""",
            tokens[0]!.ToJsonString());
        Assert.DoesNotContain(_token, _stage.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdefghij", _stage.Printed, StringComparison.Ordinal);
        Assert.False(File.Exists(Home.AuthFile));
    }

    [Fact]
    public async Task A_token_can_be_named_for_an_account_of_its_own()
    {
        WriteEditorFile("apps.json", """{"github.com:Iv1.x":{"user":"octocat","oauth_token":"TOKEN"},"github.com:Iv1.y":{"user":"mona","oauth_token":"gho_0123456789abcdefghij"}}""");

        Assert.Equal(1, await Home.RunAsync("auth", "login", "github-copilot@work", "--import", "--from", "apps.json"));
        Assert.Equal("Error: 'apps.json' holds 2 tokens: choose apps.json:octocat or apps.json:mona.", Home.Error.Trim());

        Assert.True(await Home.RunAsync("auth", "login", "github-copilot@work", "--import", "--from", "apps.json:octocat", "--json") == 0, Home.Error);
        Assert.Equal("""{"success":true,"provider":"github-copilot@work"}""", JsonNode.Parse(Home.Out)!.ToJsonString());
        Assert.Equal(_token, Stored("github-copilot@work", "refresh"));
    }

    [Fact]
    public async Task A_token_can_be_that_of_a_named_file()
    {
        var file = Path.Combine(Config, "elsewhere", "hosts.yml");
        TestHome.Write(file, $"github.com:\n  oauth_token: {_token}\n");

        Assert.True(await Home.RunAsync("auth", "login", "--import", "--from", file) == 0, Home.Error);

        Assert.Equal(_token, Stored("github-copilot", "refresh"));
    }

    [Fact]
    public async Task The_token_that_gh_prints_is_found()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // the stand-in is a script of a shell
        }

        var folder = Path.Combine(Config, "bin");
        TestHome.Write(Path.Combine(folder, "gh"), $"#!/bin/sh\n[ \"$*\" = 'auth token --hostname github.com' ] && echo {_token}\n");
        File.SetUnixFileMode(Path.Combine(folder, "gh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Home.Variables["PATH"] = folder;

        Assert.True(await Home.RunAsync("auth", "login", "--import", "--from", "gh") == 0, Home.Error);

        Assert.Equal(_token, Stored("github-copilot", "refresh"));
    }

    [Fact]
    public async Task A_gh_that_is_no_program_or_is_not_logged_in_has_no_token()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // the stand-in is a script of a shell
        }

        var folder = Path.Combine(Config, "bin");
        Home.Variables["PATH"] = folder;
        foreach (var script in new[] { "\u0001nonsense", "#!/bin/sh\necho no token >&2\nexit 1\n", "#!/bin/sh\necho two words\n" })
        {
            TestHome.Write(Path.Combine(folder, "gh"), script);
            File.SetUnixFileMode(Path.Combine(folder, "gh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var before = Home.Out.Length;
            Assert.Equal(0, await Home.RunAsync("auth", "login", "--import", "--json"));
            Assert.Empty(JsonNode.Parse(Home.Out[before..])!["tokens"]!.AsArray());
        }
    }

    [Fact]
    public async Task A_token_that_GitHub_does_not_accept_is_not_stored()
    {
        _stage.Copilot.RevokeGitHubToken(_token);
        WriteEditorFile("apps.json", """{"github.com:Iv1.x":{"oauth_token":"TOKEN"}}""");

        Assert.Equal(1, await Home.RunAsync("auth", "login", "--import", "--from", "apps.json"));

        var error = Assert.Single(Home.Error.Trim().Split('\n'));
        Assert.Contains("GitHub rejects the token of 'github-copilot' (status 401)", error);
        Assert.DoesNotContain(_token, error, StringComparison.Ordinal);
        Assert.False(File.Exists(Home.AuthFile));
    }

    [Fact]
    public async Task A_token_of_an_application_without_access_is_explained()
    {
        Home.Clock = new QuickClock();
        _stage.Copilot.TokenExchange.Enqueue(Enumerable.Repeat(SimulatedFault.Status(404), 4));
        WriteEditorFile("hosts.json", """{"github.com":{"oauth_token":"TOKEN"}}""");

        Assert.Equal(1, await Home.RunAsync("auth", "login", "--import", "--from", "hosts.json"));

        Assert.Contains("the application that it was made for has no access to Copilot", Assert.Single(Home.Error.Trim().Split('\n')));
        Assert.False(File.Exists(Home.AuthFile));
    }

    [Fact]
    public async Task A_fine_grained_token_is_stored_as_a_key()
    {
        _stage.Copilot.AcceptsGitHubTokens = true;
        Home.Variables["COPILOT_GITHUB_TOKEN"] = _stage.Copilot.AddGitHubToken(prefix: "github_pat_");

        Assert.True(await Home.RunAsync("auth", "login", "--import", "--from", "COPILOT_GITHUB_TOKEN") == 0, Home.Error);

        Assert.Equal("api", Stored("github-copilot", "type"));
    }

    [Theory]
    [InlineData(1, "'GITHUB_TOKEN' is a classic personal access token (ghp_), which GitHub Copilot does not accept", "--import", "--from", "GITHUB_TOKEN")]
    [InlineData(1, "There is no token 'app.json', and no such file with one. Did you mean 'apps.json'?", "--import", "--from", "app.json")]
    [InlineData(1, "holds no GitHub token ('oauth_token' of a host).", "--import", "--from", "{contexts}")]
    [InlineData(1, "is not valid JSON (line 1, byte 1).", "--import", "--from", "{junk}")]
    [InlineData(2, "--from belongs to --import.", "--from", "apps.json")]
    [InlineData(2, "--from has no value: is the variable set?", "--import", "--from", " ")]
    [InlineData(2, "--import takes a token that is found: leave out --api-key, --stdin and --no-verify.", "--import", "--stdin")]
    [InlineData(2, "--import takes a token that is found", "--import", "--api-key", "k")]
    [InlineData(2, "--import takes a token that is found", "--import", "--no-verify")]
    [InlineData(2, "--import is for github-copilot and its accounts; 'openai' takes a key.", "openai", "--import")]
    [InlineData(1, "There is no provider 'copilot'.", "copilot", "--import")]
    public async Task What_cannot_be_done_is_said_in_one_line(int code, string line, params string[] args)
    {
        var junk = Path.Combine(Config, "junk.json");
        TestHome.Write(junk, "junk");
        WriteEditorFile("apps.json", """{"github.com:Iv1.x":{"oauth_token":"TOKEN"}}""");
        Home.Variables["GITHUB_TOKEN"] = "ghp_0123456789abcdefghij";

        Assert.Equal(code, await Home.RunAsync(["auth", "login", .. args.Select(arg => arg.Replace("{contexts}", Home.ContextsFile, StringComparison.Ordinal).Replace("{junk}", junk, StringComparison.Ordinal))]));

        Assert.Contains(line, Assert.Single(Home.Error.Trim().Split('\n')));
        Assert.Empty(Home.Out);
        Assert.False(File.Exists(Home.AuthFile));
    }

    [Fact]
    public async Task Without_a_token_the_command_says_how_to_log_in()
    {
        Home.CanAsk = true;
        WriteEditorFile("apps.json", "{ broken");
        Home.Variables["GITHUB_TOKEN"] = "ghs_0123456789abcdefghij";

        Assert.Equal(1, await Home.RunAsync("auth", "login", "--import"));

        Assert.Equal(
            [
                "Not usable: GITHUB_TOKEN is a token of an installation (ghs_), which GitHub Copilot does not accept.",
                "VS Code, Visual Studio and Copilot CLI keep their tokens in the keychain of the system, where they are not read.",
                "Error: No token that GitHub Copilot accepts was found: log in with 'router-maestro auth login github-copilot'.",
            ],
            Home.Error.Trim().ReplaceLineEndings("\n").Split('\n'));
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    private void WriteEditorFile(string name, string content) =>
        TestHome.Write(Path.Combine(Config, "github-copilot", name), content.Replace("TOKEN", _token, StringComparison.Ordinal));

    private string? Stored(string provider, string member) => (string?)JsonNode.Parse(File.ReadAllText(Home.AuthFile))![provider]![member];
}
