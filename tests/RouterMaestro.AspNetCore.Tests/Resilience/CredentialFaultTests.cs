using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>A provider that refuses the gateway's own key, or the account behind it.</summary>
public sealed class CredentialFaultTests
{
    public static TheoryData<string, string, CommitMode, bool> ModesAndWhole => FaultBench.ModesAndWhole();

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_key_rests_and_another_provider_serves(int status)
    {
        await using var gateway = await TestGateway.StartAsync(new RoutingSettings { Priorities = ["chat/one", "chat/two", "messages/backup"] });
        gateway.Upstream.When(r => r.Model is "one" or "two").Reply(SimulatedFault.Status(status));
        gateway.Upstream.When(r => r.Model is "backup").Reply(SimulatedResponse.Text("served elsewhere"));

        foreach (var stream in new[] { false, true, false })
        {
            var request = $$"""{"model":"chat/one","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";
            var (response, answer, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, ProtocolCase.Chat.Ask(request));
            Assert.Equal("served elsewhere", answer.Text);
            Assert.Equal("messages/backup", Assert.Single(response.Headers.GetValues("x-router-maestro-model")));
        }

        // the second model has the same key, so that it is only asked because the first answer came before any rest
        Assert.Equal(["one", "two"], gateway.Received.Where(r => r.Model != "backup").Select(r => r.Model));
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task With_nobody_left_the_status_stays_and_the_message_says_whose_key_it_was(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, s => s with { Strategy = "none" });
        bench.Primary.Reply(SimulatedFault.Status(401));

        (await bench.AskAsync(stream)).IsRefused(401, "refused the gateway's own key");
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task A_used_up_quota_rests_the_model_and_another_serves(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Reply(SimulatedFault.InsufficientQuota());

        (await bench.AskAsync(stream)).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        (await bench.AskAsync(stream)).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));

        Assert.Single(bench.Attempts("primary"));
    }
}
