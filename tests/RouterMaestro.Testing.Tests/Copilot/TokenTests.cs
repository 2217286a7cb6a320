using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests.Copilot;

/// <summary>The token exchange and the account endpoint.</summary>
public sealed class TokenTests : CopilotTest
{
    [Fact]
    public async Task An_exchange_gives_a_token_that_the_API_takes()
    {
        Copilot.TokenLifetime = TimeSpan.FromMinutes(10);
        var answer = await JsonAsync(Exchange(Copilot.AddGitHubToken(prefix: "gho_")));

        var token = answer.GetProperty("token").GetString()!;
        var expires = answer.GetProperty("expires_at").GetInt64();
        Assert.InRange(expires, DateTimeOffset.UtcNow.AddMinutes(9).ToUnixTimeSeconds(), DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds());
        Assert.Matches($"^tid=[0-9a-f]+;exp={expires};sku=monthly_subscriber_quota;proxy-ep=proxy.individual.githubcopilot.com;", token);
        Assert.Equal(300, answer.GetProperty("refresh_in").GetInt32());
        Assert.Equal(Copilot.ApiUrl.ToString(), answer.GetProperty("endpoints").GetProperty("api").GetString());
        Assert.Equal((1, 1), (Copilot.TokenExchanges, Copilot.Account.TokenExchanges));
        var call = Call("/models", null);
        call.Headers.Remove("Authorization");
        call.Headers.Add("Authorization", $"Bearer {token}");
        Assert.Equal(200, (await SendAsync(call)).Status);
    }

    [Fact]
    public async Task Lifetime_host_and_endpoints_can_be_set()
    {
        (Copilot.RefreshIn, Copilot.AnnouncedApiUrl) = (TimeSpan.FromSeconds(7), Copilot.WrongApiUrl);
        var answer = await JsonAsync(Exchange(Copilot.AddGitHubToken()));
        Assert.Equal(7, answer.GetProperty("refresh_in").GetInt32());
        Assert.Equal(Copilot.WrongApiUrl.ToString(), answer.GetProperty("endpoints").GetProperty("api").GetString());

        (Copilot.OmitsEndpoints, Copilot.ProxyEndpoint) = (true, "proxy.example.test");
        answer = await JsonAsync(Exchange(Copilot.AddGitHubToken()));
        Assert.False(answer.TryGetProperty("endpoints", out _));
        Assert.Contains(";proxy-ep=proxy.example.test;", answer.GetProperty("token").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Editor-Version", 400, "bad request: missing Editor-Version header for IDE auth\n")]
    [InlineData("Editor-Plugin-Version", 400, "bad request: missing Editor-Plugin-Version header\n")]
    [InlineData("X-GitHub-Api-Version", 400, "bad request: missing X-GitHub-Api-Version header\n")]
    [InlineData("X-Vscode-User-Agent-Library-Version", 400, "bad request: missing X-Vscode-User-Agent-Library-Version header\n")]
    [InlineData("Accept", 400, "bad request: missing Accept header\n")]
    [InlineData("User-Agent", 403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.\n")]
    public async Task A_missing_header_is_refused_in_plain_text(string name, int status, string text)
    {
        var message = Exchange(Copilot.AddGitHubToken());
        message.Headers.Remove(name);
        var (got, said, response) = await SendAsync(message);
        Assert.Equal((status, text, "text/plain"), (got, said, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(0, Copilot.TokenExchanges);
    }

    [Theory]
    [InlineData("Editor-Version", "1.104.3")]
    [InlineData("Editor-Plugin-Version", "copilot-chat")]
    [InlineData("X-GitHub-Api-Version", "latest")]
    [InlineData("Accept", "text/html")]
    public async Task A_senseless_header_is_refused(string name, string value)
    {
        var message = Exchange(Copilot.AddGitHubToken());
        message.Headers.Remove(name);
        message.Headers.TryAddWithoutValidation(name, value);
        var (status, text, _) = await SendAsync(message);
        Assert.Equal((400, $"bad request: invalid {name} header\n"), (status, text));
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("text/plain", 400)]
    public async Task A_content_type_must_be_of_JSON_where_there_is_one(string type, int status)
    {
        var message = Exchange(Copilot.AddGitHubToken());
        message.Content = new StringContent("", new System.Net.Http.Headers.MediaTypeHeaderValue(type));
        Assert.Equal(status, (await SendAsync(message)).Status);
    }

    [Fact]
    public async Task A_token_that_is_unknown_or_revoked_or_missing_is_401()
    {
        var token = Copilot.AddGitHubToken();
        Assert.Equal(200, (await SendAsync(Exchange(token))).Status);
        Copilot.RevokeGitHubToken(token);
        var (status, text, _) = await SendAsync(Exchange(token));
        Assert.Equal((401, "Bad credentials"), (status, Message(text)));
        Assert.Equal(401, (await SendAsync(Exchange("gho_unknown"))).Status);
        Assert.Equal(401, (await SendAsync(GitHub("/copilot_internal/user", "gho_unknown"))).Status);

        var bare = Exchange(token);
        bare.Headers.Remove("Authorization");
        Assert.Equal("Requires authentication", Message((await SendAsync(bare)).Text));
        var bearer = Exchange(token);
        bearer.Headers.Remove("Authorization");
        bearer.Headers.Add("Authorization", $"Bearer {Copilot.AddGitHubToken()}");
        Assert.Equal(401, (await SendAsync(bearer)).Status);
    }

    [Fact]
    public async Task An_account_without_licence_is_403_in_JSON()
    {
        Copilot.Account.HasLicence = false;
        var (status, text, _) = await SendAsync(Exchange(Copilot.AddGitHubToken()));
        Assert.Equal((403, "Resource not accessible by integration"), (status, Message(text)));
        Assert.Contains("no_copilot_access", text, StringComparison.Ordinal);
        Assert.Equal(0, Copilot.TokenExchanges);
    }

    [Fact]
    public async Task Faults_outages_and_slow_answers_come_on_demand()
    {
        var token = Copilot.AddGitHubToken();
        Copilot.TokenExchange.Enqueue(
            CopilotStep.RateLimited(TimeSpan.FromSeconds(3)), SimulatedFault.Status(502), CopilotStep.Delayed(TimeSpan.FromMilliseconds(150)));
        var (limited, _, response) = await SendAsync(Exchange(token));
        Assert.Equal((429, TimeSpan.FromSeconds(3)), (limited, response.Headers.RetryAfter?.Delta));
        var (failed, text, _) = await SendAsync(Exchange(token));
        Assert.Equal((502, "BadGateway"), (failed, Message(text)));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(200, (await SendAsync(Exchange(token))).Status);
        Assert.True(watch.ElapsedMilliseconds >= 140);

        Copilot.TokenExchange.GoDown(SimulatedFault.Status(503));
        Assert.Equal((503, 503), ((await SendAsync(Exchange(token))).Status, (await SendAsync(Exchange(token))).Status));
        Assert.Equal(200, (await SendAsync(Call("/models", null))).Status);
        Copilot.TokenExchange.ComeBack();
        Assert.Equal(200, (await SendAsync(Exchange(token))).Status);
        Assert.Equal(2, Copilot.TokenExchanges);
    }

    [Fact]
    public async Task The_account_endpoint_tells_plan_quota_and_whatever_is_added()
    {
        var reset = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        Copilot.Account.Limits["premium_interactions"] = new CopilotLimit(-1) { Entitlement = 300, Overage = 3, IsOveragePermitted = true, ResetsAt = reset };
        Copilot.Account.Limits["session"] = new CopilotLimit(40);
        Copilot.Account.ExtraMembers["brand_new"] = JsonNode.Parse("""{"x":[1]}""");
        Copilot.Account.ExtraMembers["copilot_plan"] = "business";

        var account = await JsonAsync(GitHub("/copilot_internal/user", Copilot.AddGitHubToken()));

        Assert.Equal("""{"x":[1]}""", account.GetProperty("brand_new").GetRawText());
        Assert.Equal(("business", "2026-05-01"), (account.GetProperty("copilot_plan").GetString(), account.GetProperty("quota_reset_date").GetString()));
        var quotas = account.GetProperty("quota_snapshots");
        Assert.Equal(["chat", "completions", "premium_interactions"], quotas.EnumerateObject().Select(q => q.Name).Order());
        Assert.True(quotas.GetProperty("chat").GetProperty("unlimited").GetBoolean());
        var premium = quotas.GetProperty("premium_interactions");
        Assert.Equal((300, -1, 3, true), (
            premium.GetProperty("entitlement").GetInt64(),
            premium.GetProperty("percent_remaining").GetDouble(),
            premium.GetProperty("overage_count").GetDouble(),
            premium.GetProperty("overage_permitted").GetBoolean()));
        Assert.Equal(404, (await SendAsync(GitHub("/copilot_internal/other", "x"))).Status);
    }

    private static string? Message(string json) => JsonDocument.Parse(json).RootElement.GetProperty("message").GetString();
}
