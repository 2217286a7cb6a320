using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>Faults in the middle of a stream and refused requests: F8 to F10, F12 to F14 and F16.</summary>
public sealed class MidStreamFaultTests
{
    private static readonly SimulatedResponse _long = SimulatedResponse.Text("one ", "two ", "three ", "four").WithUsage(input: 8, output: 4);

    public static TheoryData<string, string, CommitMode> Modes => FaultBench.Modes();

    public static TheoryData<string, string, CommitMode> SomePairs => FaultBench.SomePairs();

    public static TheoryData<string, string, CommitMode, bool> ModesAndWhole => FaultBench.ModesAndWhole();

    [Theory]
    [MemberData(nameof(Modes))]
    public Task F08_A_cut_stream(string caller, string upstream, CommitMode commit) => BreaksOrIsRescued(caller, upstream, commit, _long.CutAfter(2));

    [Theory]
    [MemberData(nameof(Modes))]
    public Task F08_A_stream_that_just_ends(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, _long.CloseAfter(2));

    [Theory]
    [MemberData(nameof(SomePairs))]
    public Task F09_A_stream_that_falls_silent(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, _long.StallAfter(2));

    [Theory]
    [MemberData(nameof(SomePairs))]
    public async Task F09_A_stream_of_nothing_but_pings(string caller, string upstream, CommitMode commit)
    {
        await using var bench = await FaultBench.StartAsync(
            caller, upstream, commit, s => s with { Limits = new TimeLimits { Silence = TimeSpan.FromSeconds(1), Idle = TimeSpan.FromMinutes(1) } });
        bench.Primary.Reply(_long.StallAfter(2).WithKeepAlives(TimeSpan.FromMilliseconds(100)));

        Ends(await bench.AskAsync(), bench, commit);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public Task F10_A_malformed_event(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, _long.MalformedAfter(2));

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task F12_A_conversation_that_is_too_long_goes_to_a_larger_window(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, s => s with
        {
            ModelOverrides = Windows(($"{upstream}/primary", 8_000), ($"{upstream}/backup", 128_000)),
        });
        bench.Primary.Reply(SimulatedFault.ContextLength(8_000, 9_000));

        (await bench.AskAsync(stream)).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));

        Assert.Single(bench.Attempts("primary"));
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task F12_Without_a_larger_window_the_error_has_the_wording_that_the_client_recognizes(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Reply(SimulatedFault.ContextLength(8_000, 9_000));

        var result = await bench.AskAsync(stream);

        result.IsRefused(400, caller == "messages" ? "prompt is too long" : "");
        var body = await result.Response.Content.ReadAsStringAsync();
        Assert.Contains(caller == "messages" ? "invalid_request_error" : "context_length_exceeded", body, StringComparison.Ordinal);
        Assert.Single(bench.Attempts("primary"));
        Assert.Empty(bench.Attempts("backup"));
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task F13_A_content_policy_refusal_is_not_retried_elsewhere(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Reply(SimulatedFault.ContentPolicy());

        (await bench.AskAsync(stream)).IsRefused(400, upstream == "messages" ? "content filtering policy" : "safety system");

        Assert.Single(bench.Attempts("primary"));
        Assert.Empty(bench.Attempts("backup"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task F14_A_broken_response_is_not_continued_by_another_candidate(string caller, string upstream, CommitMode commit)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Reply(_long.CutAfter(2));
        bench.Backup.Reply(r => r.Content.LastRole == "assistant"
            ? SimulatedFault.AssistantPrefill()
            : SimulatedResponse.Text(FaultBench.BackupText));

        var result = await bench.AskAsync();

        Ends(result, bench, commit);
        Assert.DoesNotContain("prefill", result.Observed.ErrorMessage ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.All(bench.Gateway.Received, request => Assert.Equal("user", request.Content.LastRole));
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task F16_The_response_names_its_model_and_counts_only_its_usage(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Reply(SimulatedFault.Status(529));

        var result = await bench.AskAsync(stream);

        result.IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        Assert.Equal(new SimulatedUsage(21, 9), result.Observed.Usage);
        Assert.Equal(2, result.Attempts);
    }

    private static EquatableArray<ModelOverride> Windows(params (string Model, int Window)[] windows) =>
        windows.Select(w => new ModelOverride(w.Model, new ModelLimits(ContextWindow: w.Window))).ToEquatableArray();

    private static async Task BreaksOrIsRescued(string caller, string upstream, CommitMode commit, SimulatedResponse broken)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, FaultBench.Impatient);
        bench.Primary.Enqueue(broken.DelayPieces(TimeSpan.FromMilliseconds(20))).Reply(_long);

        Ends(await bench.AskAsync(), bench, commit);

        Assert.Single(bench.Attempts("primary"));
        (await bench.AskAsync()).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
    }

    private static void Ends(FaultResult result, FaultBench bench, CommitMode commit)
    {
        if (commit == CommitMode.Complete)
        {
            result.IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
            Assert.Equal(2, result.Attempts);
        }
        else
        {
            result.IsBrokenOff("one two ");
            Assert.Empty(bench.Attempts("backup"));
        }
    }
}
