using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests.Auth;

/// <summary><c>auth login github-copilot</c>, through a gateway and a simulated GitHub.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private LoginStage _stage = null!;

    private TestHome Home => _stage.Home;

    public async Task InitializeAsync() => _stage = await LoginStage.StartAsync();

    [Fact]
    public async Task A_login_shows_the_page_and_the_code_and_serves_when_it_is_approved()
    {
        var (command, code) = await _stage.BeginAsync("github-copilot");
        _stage.Copilot.ApproveLogin(code);

        Assert.True(await command == 0, _stage.Printed);
        Assert.Equal(
            [
                $"Open {_stage.Copilot.GitHubUrl}/login/device and enter the code {code}",
                "Logged in to 'github-copilot'; 'router-maestro model list' shows its models.",
            ],
            Home.Out.Trim().ReplaceLineEndings("\n").Split('\n'));
        Assert.Equal("Waiting for the login; the code is valid for 15 minutes.", Home.Error.ReplaceLineEndings("\n").Split('\n')[0]);
        Assert.Equal(0, await Home.RunAsync("model", "refresh"));
        Assert.Equal(0, await Home.RunAsync("model", "list"));
        Assert.Contains("github-copilot/claude-sonnet-4.6", Home.Out);
        AssertNoSecret();
    }

    [Fact]
    public async Task A_terminal_shows_a_panel_a_line_that_counts_down_and_opens_the_page()
    {
        Home.IsTerminal = true;
        var (command, code) = await _stage.BeginAsync("github-copilot");
        _stage.Copilot.ApproveLogin(code);

        Assert.True(await command == 0, _stage.Printed);
        Assert.Contains("╭─Log in", Home.Out);
        Assert.Contains(code, Home.Out);
        Assert.Matches("\r⠋ Waiting for the login … 1[45]:\\d\\d left ", Home.Error);
        Assert.EndsWith("\r\u001b[2K", Home.Error);
        Assert.Equal($"{_stage.Copilot.GitHubUrl}/login/device", Assert.Single(Home.Pages).ToString());
    }

    [Fact]
    public async Task Without_a_browser_no_page_is_opened()
    {
        Home.IsTerminal = true;
        var (command, code) = await _stage.BeginAsync("github-copilot", "--no-browser");
        _stage.Copilot.ApproveLogin(code);

        Assert.Equal(0, await command);
        Assert.Empty(Home.Pages);
    }

    [Fact]
    public async Task With_JSON_standard_output_is_one_document()
    {
        var (command, code) = await _stage.BeginAsync("github-copilot", "--json");
        _stage.Copilot.ApproveLogin(code);

        Assert.Equal(0, await command);
        Assert.Equal("""{"success":true,"provider":"github-copilot"}""", JsonNode.Parse(Home.Out)!.ToJsonString());
        Assert.Contains($"enter the code {code}", Home.Error);
    }

    [Fact]
    public async Task A_gateway_that_a_context_names_is_logged_in_to()
    {
        Home.WriteContext("sk-test", _stage.Gateway.Address.AbsoluteUri, name: "prod");
        var (command, code) = await _stage.BeginAsync("github-copilot");
        _stage.Copilot.ApproveLogin(code);

        Assert.True(await command == 0, _stage.Printed);
        Assert.Equal("oauth", (string?)JsonNode.Parse(await File.ReadAllTextAsync(Home.AuthFile))!["github-copilot"]!["type"]);
    }

    [Fact]
    public async Task A_second_account_is_a_provider_of_its_own()
    {
        var (command, code) = await _stage.BeginAsync("github-copilot@work");
        _stage.Copilot.ApproveLogin(code, _stage.Copilot.AddAccount("hubot"));

        Assert.True(await command == 0, _stage.Printed);
        var before = Home.Out.Length;
        Assert.Equal(0, await Home.RunAsync("auth", "list"));
        Assert.Matches(@"^Provider +Type +Status +Limits *\r?\ngithub-copilot@work +OAuth +Active *\r?\n$", Home.Out[before..]);
        before = Home.Out.Length;
        Assert.Equal(0, await Home.RunAsync("auth", "list", "--json"));
        Assert.Equal(
            """{"providers":[{"provider":"github-copilot@work","auth_type":"oauth","status":"active"}]}""",
            JsonNode.Parse(Home.Out[before..])!.ToJsonString());
        Assert.Equal(0, await Home.RunAsync("auth", "logout", "GitHub-Copilot@Work"));
        Assert.EndsWith("'github-copilot@work' is logged out." + Environment.NewLine, Home.Out);
        Assert.Equal("{}", (await File.ReadAllTextAsync(Home.AuthFile)).Trim());
        AssertNoSecret();
    }

    [Fact]
    public async Task Without_a_provider_a_menu_shows_which_have_a_credential()
    {
        TestHome.Write(Home.AuthFile, """{"openai":{"type":"api","key":"sk-stored"}}""");
        Home.CanAsk = true;
        Home.Typed.Enqueue("0");
        Home.Typed.Enqueue("1");

        var (command, code) = await _stage.BeginAsync();
        _stage.Copilot.ApproveLogin(code);

        Assert.True(await command == 0, _stage.Printed);
        Assert.Equal(
            [
                "  1  ○ github-copilot (GitHub Copilot)",
                "  2  ○ github-copilot@work (GitHub Copilot)",
                "  3  ✓ openai",
                "  4  ○ anthropic",
                "Which provider? [1-4] Which provider? [1-4] Waiting for the login; the code is valid for 15 minutes.",
            ],
            Home.Error.ReplaceLineEndings("\n").Split('\n').Take(5));
    }

    [Theory]
    [InlineData("deny", "The login was denied in the browser.")]
    [InlineData("expire", "The code was not entered in time: begin the login again.")]
    [InlineData("licence", "it may have no Copilot licence")]
    public async Task A_login_that_fails_says_why_in_one_sentence_and_stores_nothing(string what, string reason)
    {
        var (command, code) = await _stage.BeginAsync("github-copilot");
        switch (what)
        {
            case "deny":
                _stage.Copilot.DenyLogin(code);
                break;
            case "expire":
                _stage.Copilot.ExpireLogin(code);
                break;
            default:
                _stage.Copilot.Account.HasLicence = false;
                _stage.Copilot.ApproveLogin(code);
                break;
        }

        Assert.Equal(1, await command);
        var error = Home.Error.Trim().Split('\n')[^1];
        Assert.StartsWith("Error: ", error);
        Assert.Contains(reason, error);
        Assert.False(File.Exists(Home.AuthFile));
        AssertNoSecret();
    }

    [Fact]
    public async Task A_call_before_the_login_says_how_to_log_in()
    {
        using var http = new HttpClient { BaseAddress = _stage.Gateway.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "sk-test");
        using var body = new StringContent("""{"model":"github-copilot/gpt-5.5","messages":[{"role":"user","content":"hi"}]}""");

        using var response = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body);

        Assert.Equal(503, (int)response.StatusCode);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal("The provider 'github-copilot' has no login: log in with 'router-maestro auth login github-copilot'.", (string?)error["message"]);
    }

    [Fact]
    public async Task While_GitHub_is_down_the_command_ends_with_a_sentence()
    {
        await _stage.Copilot.RefuseConnectionsAsync();

        Assert.Equal(1, await Home.RunAsync("auth", "login", "github-copilot"));

        var error = Assert.Single(Home.Error.Trim().Split('\n'));
        Assert.Matches("^Error: The gateway at http://.* reports: GitHub Copilot cannot be reached: .*\\. Nothing is stored\\.$", error);
        Assert.Empty(Home.Out);
    }

    [Fact]
    public async Task A_gateway_that_was_started_again_has_forgotten_the_login()
    {
        var (command, _) = await _stage.BeginAsync("github-copilot");
        await _stage.RestartAsync();

        Assert.Equal(1, await command);
        Assert.Contains("There is no such login: it has ended, or the gateway was started again. Begin another one.", Home.Error);
    }

    [Fact]
    public async Task A_gateway_that_ends_ends_the_login()
    {
        var (command, _) = await _stage.BeginAsync("github-copilot");
        await _stage.StopAsync();

        Assert.Equal(1, await command);
        Assert.Matches("Error: The server is not running at http://.*\\. A login ends with its gateway: log in again when it runs\\.", Home.Error);
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_a_clean_line_and_stores_nothing()
    {
        Home.IsTerminal = true;
        Home.Clock = TimeProvider.System;
        using var cancellation = new CancellationTokenSource();
        var (command, _) = await _stage.BeginAsync(["github-copilot"], cancellation.Token);
        while (!Home.Error.Contains("Waiting", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        await cancellation.CancelAsync();

        Assert.Equal(143, await command);
        Assert.EndsWith("\r\u001b[2K", Home.Error);
        Assert.False(File.Exists(Home.AuthFile));
    }

    [Fact]
    public async Task A_cancelled_wait_cancels_the_login_of_the_gateway()
    {
        Home.Clock = TimeProvider.System;
        using var cancellation = new CancellationTokenSource();
        var (command, code) = await _stage.BeginAsync(["github-copilot"], cancellation.Token);
        while (!Home.Error.Contains("Waiting", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        await cancellation.CancelAsync();
        Assert.Equal(143, await command);

        // the gateway would have asked within a second
        _stage.Copilot.ApproveLogin(code);
        var polls = _stage.Copilot.Logins[0].Polls;
        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System);
        Assert.InRange(_stage.Copilot.Logins[0].Polls - polls, 0, 1);
        Assert.False(File.Exists(Home.AuthFile));
        Assert.Equal("Waiting for the login; the code is valid for 15 minutes.", Home.Error.Trim());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_gateway_that_cannot_be_told_holds_up_no_Ctrl_C(bool hangs)
    {
        using var cancellation = new CancellationTokenSource();
        await using var gateway = await DeafGateway.StartAsync(hangs);
        Home.WriteContext("sk-test", gateway.Address.AbsoluteUri);
        var command = Home.RunAsync(["auth", "login", "github-copilot"], cancellation.Token);
        while (!command.IsCompleted && !Home.Error.Contains("Waiting", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        await cancellation.CancelAsync();

        Assert.Equal(143, await command.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains("a code that is entered in time may still be accepted", Home.Error, StringComparison.Ordinal);
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    private void AssertNoSecret()
    {
        Assert.DoesNotContain("ghu_", _stage.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("tid=", _stage.Printed, StringComparison.Ordinal);
        Assert.All(_stage.Copilot.Logins, login => Assert.DoesNotContain(login.DeviceCode, _stage.Printed, StringComparison.Ordinal));
    }
}
