using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>Error statuses of a provider: F1 to F4.</summary>
public sealed class StatusFaultTests
{
    private const string PrimaryText = "the primary is well";
    private static readonly SimulatedResponse _well = SimulatedResponse.Text("the primary ", "is well").WithUsage(input: 8, output: 4);

    public static TheoryData<string, string, CommitMode> SomePairs => FaultBench.SomePairs();

    public static TheoryData<string, string, CommitMode, bool> EachPairOnce => FaultBench.EachPairOnce();

    public static TheoryData<string, string, CommitMode, bool> ModesAndWhole => FaultBench.ModesAndWhole();

    [Theory]
    [MemberData(nameof(EachPairOnce))]
    public async Task F01_A_429_with_a_short_Retry_After_is_waited_out(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Enqueue(SimulatedFault.Status(429, retryAfter: TimeSpan.FromSeconds(2))).Reply(_well);

        var result = await bench.AskAsync(stream);

        result.IsWhole(PrimaryText, bench.Qualified("primary"));
        var attempts = bench.Attempts("primary");
        Assert.Equal(2, attempts.Count);
        Assert.True(attempts[1].ReceivedAt - attempts[0].ReceivedAt >= TimeSpan.FromSeconds(2));
        Assert.Equal(2, result.Attempts);
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task F01_A_429_with_a_long_Retry_After_is_served_elsewhere(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Enqueue(SimulatedFault.Status(429, retryAfter: TimeSpan.FromMinutes(10))).Reply(_well);

        (await bench.AskAsync(stream)).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        (await bench.AskAsync(stream)).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));

        Assert.Single(bench.Attempts("primary"));
    }

    [Theory]
    [MemberData(nameof(SomePairs))]
    public async Task F02_A_permanent_429_is_not_retried_and_served_elsewhere(string caller, string upstream, CommitMode commit)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Reply(SimulatedFault.Status(429));
        for (var end = DateTime.UtcNow.AddSeconds(4); DateTime.UtcNow < end;)
        {
            (await bench.AskAsync()).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        }

        var attempts = bench.Attempts("primary");
        Assert.InRange(attempts.Count, 2, 6);
        Assert.InRange(attempts.Count(a => a.ReceivedAt - attempts[0].ReceivedAt < TimeSpan.FromSeconds(3)), 1, 4);
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task F03_A_500_is_retried_once(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Enqueue(SimulatedFault.Status(500)).Reply(_well);

        var result = await bench.AskAsync(stream);

        result.IsWhole(PrimaryText, bench.Qualified("primary"));
        Assert.Equal(2, bench.Attempts("primary").Count);
        Assert.Equal(2, result.Attempts);
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task F04_An_endless_503_is_served_elsewhere(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Reply(SimulatedFault.Status(503));

        var result = await bench.AskAsync(stream);

        result.IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        Assert.Equal(2, bench.Attempts("primary").Count);
        Assert.Equal(3, result.Attempts);
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task F04_Without_another_candidate_the_error_is_returned(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, s => s with { Strategy = "none" });
        bench.Primary.Reply(SimulatedFault.Status(503, "out of order, says the provider"));

        var result = await bench.AskAsync(stream);

        result.IsRefused(503, "out of order, says the provider");
        Assert.Equal(2, result.Attempts);
        Assert.Empty(bench.Attempts("backup"));
    }
}
