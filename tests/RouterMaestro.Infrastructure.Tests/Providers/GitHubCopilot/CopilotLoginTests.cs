using System.Text.Json.Nodes;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>Logins at GitHub that the gateway hosts, through HTTP at both ends.</summary>
public sealed class CopilotLoginTests
{
    [Fact]
    public async Task A_login_is_stored_and_serves_at_once()
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);

        var login = await BeginAsync(gateway);
        Assert.Equal("pending", await StatusAsync(gateway, login));
        gateway.Copilot.ApproveLogin((string)login["user_code"]!);
        Assert.Equal("complete", await EndAsync(gateway, login));

        Assert.Equal(200, (await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);
        var stored = JsonNode.Parse(await File.ReadAllTextAsync(gateway.Paths.AuthFile))!["github-copilot"]!;
        Assert.Equal("oauth", (string)stored["type"]!);
        Assert.StartsWith("ghu_", (string)stored["refresh"]!, StringComparison.Ordinal);
        Assert.Equal(gateway.Copilot.ApiUrl.ToString().TrimEnd('/'), ((string)stored["api_endpoint"]!).TrimEnd('/'));
        Assert.Equal(1, gateway.Copilot.TokenExchanges);
        var list = await gateway.AdminAsync(HttpMethod.Get, "auth");
        Assert.Equal("""[{"provider":"github-copilot","auth_type":"oauth","status":"active"}]""", Without(list["providers"]!, "limits"));
    }

    [Fact]
    public async Task Questions_that_come_too_fast_become_rarer()
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);
        gateway.Copilot.LoginPoll.Enqueue(SimulatedResponse.Raw(200, "application/json", """{"error":"slow_down"}"""u8.ToArray()));
        var login = await BeginAsync(gateway);

        gateway.Copilot.ApproveLogin((string)login["user_code"]!);
        await AdvanceAsync(gateway, TimeSpan.FromSeconds(5));
        await AdvanceAsync(gateway, TimeSpan.FromSeconds(6));
        Assert.Equal("pending", await StatusAsync(gateway, login));

        Assert.Equal("complete", await EndAsync(gateway, login));
    }

    [Fact]
    public async Task GitHub_is_not_asked_without_a_pause_even_if_it_allows_that()
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false, login: options => options with { PollInterval = TimeSpan.Zero });
        var login = await BeginAsync(gateway);
        await Task.Delay(200);
        Assert.Equal(0, Assert.Single(gateway.Copilot.Logins).Polls);

        await AdvanceAsync(gateway, TimeSpan.FromSeconds(0.9));
        Assert.Equal(0, Assert.Single(gateway.Copilot.Logins).Polls);
        gateway.Clock.Advance(TimeSpan.FromSeconds(0.2));
        await UntilAsync(() => gateway.Copilot.Logins[0].Polls == 1);
        Assert.Equal("pending", await StatusAsync(gateway, login));
    }

    [Fact]
    public async Task A_login_that_is_cancelled_asks_no_more_and_stores_nothing()
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);
        var login = await BeginAsync(gateway);

        var dropped = await gateway.AdminAsync(HttpMethod.Delete, $"auth/oauth/{login["session_id"]}");

        Assert.Equal("""{"status":"cancelled","error":"The login was cancelled."}""", dropped.ToJsonString());
        Assert.Equal("cancelled", await StatusAsync(gateway, login));
        gateway.Copilot.ApproveLogin((string)login["user_code"]!);
        for (var i = 0; i < 5; i++)
        {
            await AdvanceAsync(gateway, TimeSpan.FromSeconds(6));
        }

        Assert.Equal(0, Assert.Single(gateway.Copilot.Logins).Polls);
        Assert.False(File.Exists(gateway.Paths.AuthFile));
        Assert.Equal("cancelled", (string)(await gateway.AdminAsync(HttpMethod.Delete, $"auth/oauth/{login["session_id"]}"))["status"]!);
        Assert.Contains("The login at github-copilot has ended: Cancelled", gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_was_complete_before_stays_and_one_that_nobody_knows_is_a_404()
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);
        var login = await BeginAsync(gateway);
        gateway.Copilot.ApproveLogin((string)login["user_code"]!);
        Assert.Equal("complete", await EndAsync(gateway, login));

        Assert.Equal("complete", (string)(await gateway.AdminAsync(HttpMethod.Delete, $"auth/oauth/{login["session_id"]}"))["status"]!);

        Assert.True(File.Exists(gateway.Paths.AuthFile));
        var error = await gateway.AdminAsync(HttpMethod.Delete, "auth/oauth/other", status: 404);
        Assert.Equal("login_not_found", (string)error["detail"]!["code"]!);
    }

    [Fact]
    public async Task A_login_that_is_cancelled_while_its_token_is_exchanged_stores_nothing()
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false, prepare: copilot => copilot.TokenExchange.Reply(CopilotStep.Delayed(TimeSpan.FromMinutes(1))));
        var login = await BeginAsync(gateway);
        gateway.Copilot.ApproveLogin((string)login["user_code"]!);
        gateway.Clock.Advance(TimeSpan.FromSeconds(6));
        await UntilAsync(() => gateway.Copilot.Requests.Any(request => request.Path.EndsWith("/copilot_internal/v2/token", StringComparison.Ordinal)));

        Assert.Equal("cancelled", (string)(await gateway.AdminAsync(HttpMethod.Delete, $"auth/oauth/{login["session_id"]}"))["status"]!);

        await AdvanceAsync(gateway, TimeSpan.FromMinutes(2));
        Assert.Equal("cancelled", await StatusAsync(gateway, login));
        Assert.False(File.Exists(gateway.Paths.AuthFile));
    }

    [Theory]
    [InlineData("deny", "error", "denied")]
    [InlineData("expire", "expired", "in time")]
    [InlineData("licence", "error", "licence")]
    public async Task A_login_that_fails_says_why_and_stores_nothing(string what, string status, string reason)
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);
        var login = await BeginAsync(gateway);
        var code = (string)login["user_code"]!;
        switch (what)
        {
            case "deny":
                gateway.Copilot.DenyLogin(code);
                break;
            case "expire":
                gateway.Copilot.ExpireLogin(code);
                break;
            default:
                gateway.Copilot.Account.HasLicence = false;
                gateway.Copilot.ApproveLogin(code);
                break;
        }

        Assert.Equal(status, await EndAsync(gateway, login));
        Assert.Contains(reason, (string)(await StateAsync(gateway, login))["error"]!, StringComparison.Ordinal);
        Assert.False(File.Exists(gateway.Paths.AuthFile));
    }

    [Fact]
    public async Task A_login_while_GitHub_is_down_is_a_502_with_a_sentence()
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);
        await gateway.Copilot.RefuseConnectionsAsync();

        var error = await gateway.AdminAsync(HttpMethod.Post, "auth/login", """{"provider":"github-copilot"}""", status: 502);

        Assert.Contains("Nothing is stored.", (string)error["detail"]!["message"]!, StringComparison.Ordinal);
        Assert.False(File.Exists(gateway.Paths.AuthFile));
    }

    [Fact]
    public async Task Several_logins_run_at_once_also_of_several_accounts()
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false, providers: copilot => "," + CopilotGateway.EntryOf("github-copilot@work", copilot));
        var other = gateway.Copilot.AddAccount("hubot");
        var (first, second) = (await BeginAsync(gateway), await BeginAsync(gateway, "github-copilot@work"));
        gateway.Copilot.ApproveLogin((string)first["user_code"]!);
        gateway.Copilot.ApproveLogin((string)second["user_code"]!, other);

        Assert.Equal("complete", await EndAsync(gateway, first));
        Assert.Equal("complete", await EndAsync(gateway, second));

        Assert.Equal(200, (await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);
        Assert.Equal(200, (await gateway.ChatAsync("github-copilot@work/gpt-4.1")).Status);
        Assert.Equal((1, 1), (gateway.Copilot.Account.TokenExchanges, other.TokenExchanges));
        Assert.Equal(2, gateway.Copilot.Ledger.Entries.Select(e => e.Account).Distinct().Count());
    }

    [Fact]
    public async Task A_login_that_a_restart_ended_is_no_longer_known()
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);
        var login = await BeginAsync(gateway);
        await gateway.RestartAsync();

        var error = await gateway.AdminAsync(HttpMethod.Get, $"auth/oauth/status/{login["session_id"]}", status: 404);

        Assert.Contains("started again", (string)error["detail"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logout_ends_the_service()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        Assert.Equal(200, (await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);

        await gateway.AdminAsync(HttpMethod.Delete, "auth/github-copilot");

        Assert.Equal(503, (await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);
        Assert.Equal("{}\n", (await File.ReadAllTextAsync(gateway.Paths.AuthFile)).ReplaceLineEndings("\n"));
        await gateway.AdminAsync(HttpMethod.Delete, "auth/github-copilot", status: 404);
    }

    [Fact]
    public async Task A_broken_file_of_logins_is_kept_aside_at_the_start()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        await File.WriteAllTextAsync(gateway.Paths.AuthFile, "{ \"github-copilot\": ");
        await gateway.RestartAsync();

        var aside = Assert.Single(Directory.GetFiles(gateway.Paths.DataDirectory, "auth.json.broken-*"));
        Assert.Equal("{ \"github-copilot\": ", await File.ReadAllTextAsync(aside));
        Assert.Contains($"it is kept as {aside}", gateway.Log, StringComparison.Ordinal);
        Assert.Equal(503, (await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);

        var login = await BeginAsync(gateway);
        gateway.Copilot.ApproveLogin((string)login["user_code"]!);
        Assert.Equal("complete", await EndAsync(gateway, login));
        Assert.Equal(200, (await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);
    }

    [Theory]
    [InlineData("ghp_0123456789", "ghp_")]
    [InlineData("ghs_0123456789", "ghs_")]
    public async Task Tokens_that_Copilot_does_not_take_are_refused_with_a_sentence(string token, string word)
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);

        var error = await gateway.AdminAsync(HttpMethod.Post, "auth/login", $$"""{"provider":"github-copilot","api_key":"{{token}}"}""", status: 400);

        Assert.Contains($"({word})", (string)error["detail"]!["message"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(token, error.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_GitHub_rejects_is_blamed_itself_and_not_the_login_in_use()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        var stored = await File.ReadAllTextAsync(gateway.Paths.AuthFile);

        var error = await gateway.AdminAsync(HttpMethod.Post, "auth/login", """{"provider":"github-copilot","api_key":"github_pat_wrong0123456789"}""", status: 400);

        var message = (string)error["detail"]!["message"]!;
        Assert.StartsWith("The key is not stored: 'github-copilot' rejects the key that was given (status 401). It says: GitHub rejects the token of 'github-copilot' (status 401).", message, StringComparison.Ordinal);
        Assert.DoesNotContain("login of", message, StringComparison.Ordinal);
        Assert.DoesNotContain("auth.json", message, StringComparison.Ordinal);
        Assert.Equal("active", (string)(await gateway.AdminAsync(HttpMethod.Get, "auth"))["providers"]![0]!["status"]!);
        Assert.Equal(JsonNode.Parse(stored)!["github-copilot"]!["refresh"]!.ToString(), JsonNode.Parse(await File.ReadAllTextAsync(gateway.Paths.AuthFile))!["github-copilot"]!["refresh"]!.ToString());
    }

    internal static async Task<JsonNode> BeginAsync(CopilotGateway gateway, string provider = "github-copilot") =>
        await gateway.AdminAsync(HttpMethod.Post, "auth/login", $$"""{"provider":"{{provider}}"}""");

    internal static async Task<string> EndAsync(CopilotGateway gateway, JsonNode login)
    {
        for (var i = 0; i < 100; i++)
        {
            await AdvanceAsync(gateway, TimeSpan.FromSeconds(6));
            if (await StatusAsync(gateway, login) is var status and not "pending")
            {
                return status;
            }
        }

        return "never";
    }

    private static Task<JsonNode> StateAsync(CopilotGateway gateway, JsonNode login) => gateway.AdminAsync(HttpMethod.Get, $"auth/oauth/status/{login["session_id"]}");

    private static async Task<string> StatusAsync(CopilotGateway gateway, JsonNode login) => (string)(await StateAsync(gateway, login))["status"]!;

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 500 && !condition(); i++)
        {
            await Task.Delay(20);
        }

        Assert.True(condition());
    }

    private static async Task AdvanceAsync(CopilotGateway gateway, TimeSpan time)
    {
        gateway.Clock.Advance(time);
        await Task.Delay(100);
    }

    private static string Without(JsonNode list, string member)
    {
        foreach (var item in list.AsArray())
        {
            item!.AsObject().Remove(member);
        }

        return list.ToJsonString();
    }
}
