using RouterMaestro.Testing.Copilot;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>The limits of accounts: what GitHub tells of them, and the pace that the operator sets.</summary>
public sealed class CopilotLimitTests
{
    [Fact]
    public async Task Limits_are_shown_and_move_a_candidate_behind_its_equals_before_GitHub_refuses()
    {
        await using var gateway = await CopilotGateway.StartAsync(
            providers: copilot => "," + CopilotGateway.EntryOf("github-copilot@work", copilot),
            priorities: """{"priorities":["github-copilot/gpt-4.1","github-copilot@work/gpt-4.1"]}""");
        var work = gateway.Copilot.AddAccount("hubot");
        var login = await CopilotLoginTests.BeginAsync(gateway, "github-copilot@work");
        gateway.Copilot.ApproveLogin((string)login["user_code"]!, work);
        Assert.Equal("complete", await CopilotLoginTests.EndAsync(gateway, login));
        gateway.Copilot.Account.Limits["session"] = new CopilotLimit(1.5) { ResetsAt = gateway.Clock.GetUtcNow().AddHours(1) };
        gateway.Copilot.Account.Limits["odd"] = new CopilotLimit(0) { RawHeader = "who knows" };
        await gateway.ChatAsync("router-maestro");

        await gateway.ChatAsync("router-maestro");

        Assert.Equal([gateway.Copilot.Account.Login, "hubot"], gateway.Copilot.Ledger.Entries.Select(e => e.Account));
        var (_, explained) = await gateway.PostAsync("api/admin/route/explain", """{"model":"router-maestro"}""");
        Assert.Contains("1.5 % of a limit of its account is left", explained, StringComparison.Ordinal);
        var limits = (await gateway.AdminAsync(HttpMethod.Get, "auth"))["providers"]![0]!["limits"]!.AsArray();
        Assert.Equal("who knows", (string)limits.First(l => (string)l!["name"]! == "odd")!["raw"]!);
        Assert.Equal(1.5, (double)limits.First(l => (string)l!["name"]! == "session")!["percent_left"]!);

        gateway.Clock.Advance(TimeSpan.FromHours(2));
        await gateway.ChatAsync("router-maestro");
        Assert.Equal(gateway.Copilot.Account.Login, gateway.Copilot.Ledger.Entries[^1].Account);
    }

    [Fact]
    public async Task Quotas_are_shown_as_GitHub_tells_them()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Account.ExtraMembers["credits_used"] = 12;

        var quota = await gateway.AdminAsync(HttpMethod.Get, "auth/github-copilot/quota");

        Assert.Equal(12, (int)quota["account"]!["credits_used"]!);
        Assert.NotNull(quota["account"]!["quota_snapshots"]!["premium_interactions"]);
    }

    [Fact]
    public async Task Calls_beyond_the_pace_of_an_account_go_to_the_next_candidate()
    {
        await using var gateway = await CopilotGateway.StartAsync("\"requests_per_minute\":2,\"max_wait\":\"00:00:00\",");

        var all = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            all.Add((await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);
        }

        Assert.Equal([200, 200, 429], all);
    }
}
