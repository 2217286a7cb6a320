using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>Providers that say nothing, or stop without a word: F5 to F7 and F11.</summary>
public sealed class SilentFaultTests
{
    private const string PrimaryText = "the primary is well";
    private static readonly SimulatedResponse _well = SimulatedResponse.Text("the primary ", "is well").WithUsage(input: 8, output: 4);

    /// <summary>Gets the protocols whose streams send the finish reason before the terminal; Responses sends both in one event.</summary>
    public static TheoryData<string, string, CommitMode> EndingTwice => FaultBench.Modes(ProtocolCase.Chat, ProtocolCase.Messages);

    public static TheoryData<string, string, CommitMode> SomePairs => FaultBench.SomePairs();

    public static TheoryData<string, string, CommitMode, bool> EachPairOnce => FaultBench.EachPairOnce();

    public static TheoryData<string, string, CommitMode, bool> ModesAndWhole => FaultBench.ModesAndWhole();

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task F05_A_reset_before_any_byte_is_retried(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Enqueue(SimulatedFault.Reset()).Reply(_well);

        (await bench.AskAsync(stream)).IsWhole(PrimaryText, bench.Qualified("primary"));

        Assert.Equal(2, bench.Attempts("primary").Count);
    }

    [Theory]
    [MemberData(nameof(EachPairOnce))]
    public async Task F06_A_silent_candidate_is_not_retried(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, FaultBench.Impatient);
        bench.Primary.Reply(SimulatedFault.Silence());

        var result = await bench.AskAsync(stream);

        result.IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        Assert.Single(bench.Attempts("primary"));
        Assert.Equal(2, result.Attempts);
    }

    [Theory]
    [MemberData(nameof(SomePairs))]
    public async Task F07_A_first_token_that_does_not_come_in_time_is_served_elsewhere(string caller, string upstream, CommitMode commit)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, FaultBench.Impatient);
        bench.Primary.Reply(_well.DelayFirstPiece(TimeSpan.FromSeconds(20)));

        (await bench.AskAsync()).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));

        Assert.Single(bench.Attempts("primary"));
    }

    [Theory]
    [MemberData(nameof(EndingTwice))]
    public async Task F11_A_finish_reason_without_a_sentinel_is_a_success(string caller, string upstream, CommitMode commit)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Reply(_well.WithoutTerminal());

        var result = await bench.AskAsync();

        result.IsWhole(PrimaryText, bench.Qualified("primary"));
        Assert.Equal(new SimulatedUsage(8, 4), result.Observed.Usage);
        Assert.Single(bench.Attempts("primary"));
    }

    [Theory]
    [MemberData(nameof(EndingTwice))]
    public async Task F11_A_missing_sentinel_is_not_waited_for(string caller, string upstream, CommitMode commit)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Reply(_well.WithoutTerminal().StallAtEnd());

        // the ordinary limit on a pause, five minutes, is longer than the bench waits
        var result = await bench.AskAsync();

        result.IsWhole(PrimaryText, bench.Qualified("primary"));
        Assert.Equal(new SimulatedUsage(8, 4), result.Observed.Usage);
        Assert.Single(bench.Attempts("primary"));
    }
}
