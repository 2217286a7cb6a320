using System.Net.Http.Headers;
using System.Text.Json;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests.Copilot;

/// <summary>Who may call the API, and with which headers.</summary>
public sealed class AccessTests : CopilotTest
{
    [Theory]
    [InlineData("Editor-Version", "bad request: missing Editor-Version header for IDE auth\n")]
    [InlineData("Editor-Plugin-Version", "bad request: missing Editor-Plugin-Version header\n")]
    [InlineData("User-Agent", "bad request: missing User-Agent header\n")]
    [InlineData("X-GitHub-Api-Version", "bad request: missing X-GitHub-Api-Version header\n")]
    [InlineData("X-Vscode-User-Agent-Library-Version", "bad request: missing X-Vscode-User-Agent-Library-Version header\n")]
    [InlineData("Copilot-Integration-Id", "bad request: missing Copilot-Integration-Id header\n")]
    [InlineData("OpenAI-Intent", "bad request: missing OpenAI-Intent header\n")]
    [InlineData("X-Request-Id", "bad request: missing X-Request-Id header\n")]
    public async Task A_missing_header_is_refused_in_plain_text(string name, string text)
    {
        foreach (var message in new[] { Call(CopilotModel.Chat, Ask("gpt-4o")), Call("/models", null) })
        {
            message.Headers.Remove(name);
            var (status, said, response) = await SendAsync(message);
            Assert.Equal((400, text, "text/plain"), (status, said, response.Content.Headers.ContentType?.MediaType));
        }
    }

    [Theory]
    [InlineData("Editor-Version", "vscode")]
    [InlineData("User-Agent", "someone")]
    [InlineData("Copilot-Integration-Id", "VS Code")]
    [InlineData("OpenAI-Intent", "1?")]
    [InlineData("X-GitHub-Api-Version", "v3")]
    [InlineData("X-Request-Id", "not-a-uuid")]
    public async Task A_senseless_header_is_refused(string name, string value)
    {
        var message = Call(CopilotModel.Chat, Ask("gpt-4o"));
        message.Headers.Remove(name);
        message.Headers.TryAddWithoutValidation(name, value);
        var (status, text, _) = await SendAsync(message);
        Assert.Equal((400, $"bad request: invalid {name} header\n"), (status, text));
    }

    [Fact]
    public async Task A_body_must_be_JSON()
    {
        var message = Call(CopilotModel.Chat, Ask("gpt-4o"));
        message.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        Assert.Equal("bad request: invalid Content-Type header\n", (await SendAsync(message)).Text);
        Assert.Contains("failed to parse", (await SendAsync(Call(CopilotModel.Chat, "[1"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_attempt_needs_a_request_id_of_its_own()
    {
        var id = Guid.NewGuid().ToString();
        HttpRequestMessage Numbered()
        {
            var message = Call(CopilotModel.Chat, Ask("gpt-4o"));
            message.Headers.Remove("X-Request-Id");
            message.Headers.Add("X-Request-Id", id);
            return message;
        }

        Copilot.Enqueue(SimulatedFault.Status(500));
        var (status, _, response) = await SendAsync(Numbered());
        Assert.Equal((500, id), (status, response.Headers.GetValues("x-request-id").Single()));
        Assert.Equal("bad request: X-Request-Id was used before\n", (await SendAsync(Numbered())).Text);
    }

    [Fact]
    public async Task A_token_must_be_known_and_unexpired()
    {
        Assert.Equal(200, (await SendAsync(Call(CopilotModel.Chat, Ask("gpt-4o")))).Status);
        Copilot.ExpireTokens();
        var (status, text, response) = await SendAsync(Call(CopilotModel.Chat, Ask("gpt-4o")));
        Assert.Equal((401, "IDE token expired: unauthorized: token expired\n"), (status, text));
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((401, 401), (await StatusAsync("Bearer tid=1;exp=2"), await StatusAsync(null)));
        Assert.Equal((400, 400), (await StatusAsync($"token {Token}"), await StatusAsync("Bearer ghp_classic")));

        Copilot.TokenLifetime = TimeSpan.Zero;
        Assert.Equal(401, await StatusAsync($"Bearer {Copilot.AddCopilotToken()}"));
        Copilot.TokenLifetime = TimeSpan.FromMinutes(1);
        Assert.Equal(200, await StatusAsync($"Bearer {Copilot.AddCopilotToken()}"));
        Copilot.Account.HasLicence = false;
        Assert.Equal(403, await StatusAsync($"Bearer {Copilot.AddCopilotToken()}"));
    }

    [Fact]
    public async Task Tokens_that_expire_leave_streams_under_way_alone()
    {
        Copilot.Reply(SimulatedResponse.Text("one ", "two").StallAfter(1, TimeSpan.FromMilliseconds(200)));
        var stream = StreamAsync(CopilotModel.Chat, Ask("gpt-4o", ",\"stream\":true"));
        await Copilot.WaitForRequestAsync(1, Soon());
        Copilot.ExpireTokens();
        Assert.Equal("[DONE]", (await stream).Events[^1].Data);
        Assert.Equal(401, (await SendAsync(Call("/models", null))).Status);
    }

    [Fact]
    public async Task GitHub_tokens_are_taken_when_asked_so()
    {
        var token = Copilot.AddGitHubToken(prefix: "github_pat_");
        Assert.Equal(401, await StatusAsync($"Bearer {token}"));
        Copilot.AcceptsGitHubTokens = true;
        Assert.Equal(200, await StatusAsync($"Bearer {token}"));
    }

    [Fact]
    public async Task The_wrong_host_answers_421_and_hosts_can_change_places()
    {
        HttpRequestMessage At(Uri host)
        {
            var message = Call("/models", null);
            message.RequestUri = new Uri($"{host}/models");
            return message;
        }

        var (first, second) = (Copilot.ApiUrl, Copilot.WrongApiUrl);
        Assert.Equal((200, 421), ((await SendAsync(At(first))).Status, (await SendAsync(At(second))).Status));
        Copilot.MoveApi();
        Assert.Equal((second, first), (Copilot.ApiUrl, Copilot.WrongApiUrl));
        Assert.Equal((421, 200), ((await SendAsync(At(first))).Status, (await SendAsync(At(second))).Status));
        Copilot.Enqueue(CopilotStep.Misdirected());
        Assert.Equal(421, (await SendAsync(Call(CopilotModel.Chat, Ask("gpt-4o")))).Status);
    }

    [Theory]
    [InlineData("//models")]
    [InlineData("/v1/models")]
    [InlineData("/models/gpt-4o")]
    public async Task Other_paths_are_404(string path) => Assert.Equal(404, (await SendAsync(Call(path, null))).Status);

    [Fact]
    public async Task Every_answer_has_the_limits_of_its_account()
    {
        var reset = new DateTimeOffset(2026, 4, 22, 14, 30, 56, TimeSpan.Zero);
        Copilot.Account.Limits["session"] = new CopilotLimit(99.6) { ResetsAt = reset };
        Copilot.Account.Limits["weekly"] = new CopilotLimit(0) { RawHeader = "nonsense" };
        Copilot.Account.Limits["premium_interactions"] = new CopilotLimit(12.5) { Entitlement = 300, Overage = 2, IsOveragePermitted = true };
        Copilot.Enqueue(SimulatedResponse.Text("ok"), CopilotStep.QuotaExceeded());

        foreach (var expected in new[] { 200, 402 })
        {
            var (status, _, response) = await SendAsync(Call(CopilotModel.Chat, Ask("gpt-4o")));
            Assert.Equal(expected, status);
            Assert.Equal("ent=0&ov=0.0&ovPerm=false&rem=99.6&rst=2026-04-22T14%3A30%3A56Z", response.Headers.GetValues("x-usage-ratelimit-session").Single());
            Assert.Equal("nonsense", response.Headers.GetValues("x-usage-ratelimit-weekly").Single());
            Assert.Equal("ent=300&ov=2.0&ovPerm=true&rem=12.5", response.Headers.GetValues("x-quota-snapshot-premium_interactions").Single());
        }
    }

    [Fact]
    public async Task Errors_in_Copilots_words_come_on_demand()
    {
        Copilot.Enqueue(CopilotStep.QuotaExceeded(), CopilotStep.RateLimited(TimeSpan.FromSeconds(2)), CopilotStep.PromptTooLong(100, 200));
        List<(int, string?)> got = [];
        for (var i = 0; i < 3; i++)
        {
            var (status, text, _) = await SendAsync(Call(CopilotModel.Chat, Ask("gpt-4o")));
            got.Add((status, JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("code").GetString()));
        }

        Assert.Equal([(402, "quota_exceeded"), (429, "rate_limited"), (400, "model_max_prompt_tokens_exceeded")], got);
        Copilot.GoDown(SimulatedFault.Status(503));
        Assert.Equal((503, 503), ((await SendAsync(Call("/models", null))).Status, (await SendAsync(Exchange("x"))).Status));
        Assert.StartsWith("{\"message\":", (await SendAsync(Exchange("x"))).Text, StringComparison.Ordinal);
        Copilot.GoDown(CopilotStep.Delayed(TimeSpan.FromMilliseconds(150)));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal((200, 401), ((await SendAsync(Call("/models", null))).Status, (await SendAsync(Exchange("x"))).Status));
        Assert.True(watch.ElapsedMilliseconds >= 280);
        Copilot.ComeBack();
        await Copilot.RefuseConnectionsAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Call("/models", null)));
        await Copilot.AcceptConnectionsAsync();
        Assert.Equal(200, (await SendAsync(Call("/models", null))).Status);
    }

    private async Task<int> StatusAsync(string? authorization)
    {
        var message = Call("/models", null);
        message.Headers.Remove("Authorization");
        if (authorization is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return (await SendAsync(message)).Status;
    }
}
