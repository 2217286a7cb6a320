using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>A provider that refuses the gateway's own key, or the account behind it.</summary>
public sealed class CredentialFaultTests
{
    public static TheoryData<string, string, CommitMode, bool> ModesAndWhole => FaultBench.ModesAndWhole();

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_key_opens_its_circuit_and_another_provider_serves(int status)
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

        // the second model has the same key, so it is asked only in the first call, which began before the circuit opened
        Assert.Equal(["one", "two"], gateway.Received.Where(r => r.Model != "backup").Select(r => r.Model));
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task Without_another_candidate_a_refused_key_keeps_its_status_and_is_named_as_the_gateways(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, s => s with { Strategy = "none" });
        bench.Primary.Reply(SimulatedFault.Status(401));

        (await bench.AskAsync(stream)).IsRefused(401, "refused the gateway's own key");
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task An_exhausted_quota_opens_the_circuit_of_the_model_and_another_serves(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Reply(SimulatedFault.InsufficientQuota());

        (await bench.AskAsync(stream)).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        (await bench.AskAsync(stream)).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));

        Assert.Single(bench.Attempts("primary"));
    }
}
