using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>Fault F15: a provider is down for a minute and then healthy again. The clock of gateway and simulator runs fast.</summary>
public sealed class OutageTests
{
    private const int Factor = 12;
    private static readonly TimeSpan _outage = TimeSpan.FromMinutes(1);

    // an event that has not happened by then will never happen, on any machine
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    // on the fast clock a keepalive would come before a slow machine has answered
    private static readonly KeepaliveSettings _never = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    public static TheoryData<string, string, CommitMode> Modes => FaultBench.SomePairs();

    [Theory]
    [MemberData(nameof(Modes))]
    public Task F15_An_outage_loses_no_response_and_recovery_is_noticed_soon(string caller, string upstream, CommitMode commit) => RealTime.HoldsAsync(async () =>
    {
        var clock = new FastClock(Factor);
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, s => s with { Limits = TimeLimits.Default, Keepalive = _never }, clock);
        bench.Primary.Reply(SimulatedResponse.Text("the primary is back"));
        var over = clock.GetUtcNow() + _outage;
        bench.Primary.GoDown(SimulatedFault.Status(503), _outage);

        var back = await AskUntilBackAsync(bench, clock, over + _patience);

        var probes = bench.Attempts("primary").Count(a => a.ReceivedAt < over);
        Assert.True(back >= over);
        Assert.True(probes <= 12, $"probed {probes} times");
        RealTime.InRange(probes, 3, 12);
        RealTime.InRange(back - over, TimeSpan.Zero, TimeSpan.FromSeconds(12));
    });

    [Fact]
    public Task F15_Refused_connections_open_the_circuit_of_the_whole_provider() => RealTime.HoldsAsync(async () =>
    {
        var clock = new FastClock(Factor);
        await using var dead = await UpstreamSimulator.StartAsync(new() { TimeProvider = clock });
        await using var gateway = await TestGateway.StartAsync(
            new RoutingSettings { Priorities = ["dead/one", "dead/two", "chat/backup"], Keepalive = _never },
            router => router.AddOpenAICompatible("dead", dead.BaseUrl.ToString()),
            clock: clock);
        gateway.Upstream.Reply(SimulatedResponse.Text("backup"));
        dead.Reply(SimulatedResponse.Text("back"));
        await dead.RefuseConnectionsAsync();

        foreach (var model in new[] { "dead/one", "dead/two", "dead/one", "dead/two" })
        {
            Assert.Equal("backup", await AskAsync(gateway, model));
        }

        await dead.AcceptConnectionsAsync();
        var over = clock.GetUtcNow();
        while (await AskAsync(gateway, "dead/one") is var response && response != "back")
        {
            Assert.Equal("backup", response);
            Assert.True(clock.GetUtcNow() < over + _patience, "The provider did not come back.");
        }

        var took = clock.GetUtcNow() - over;
        Assert.Equal("back", await AskAsync(gateway, "dead/two"));
        RealTime.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(12));
    });

    [Theory]
    [MemberData(nameof(Modes))]
    public Task A_silent_probe_is_abandoned_after_five_seconds(string caller, string upstream, CommitMode commit) => RealTime.HoldsAsync(async () =>
    {
        var clock = new FastClock(4);
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, s => s with { Limits = TimeLimits.Default, Keepalive = _never }, clock);
        bench.Primary.Enqueue(SimulatedFault.Status(503).Times(2)).Reply(SimulatedFault.Silence());
        (await bench.AskAsync()).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        await Task.Delay(TimeSpan.FromMilliseconds(400));
        var start = clock.GetUtcNow();

        var probing = bench.AskAsync();
        await RealTime.UntilAsync(() => bench.Attempts("primary").Count >= 3);
        var meanwhile = await bench.AskAsync();
        var took = clock.GetUtcNow() - start;
        (await probing).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        var whole = clock.GetUtcNow() - start;

        meanwhile.IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        Assert.True(whole >= TimeSpan.FromSeconds(5), $"gave way after {whole}");
        RealTime.InRange(whole, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20));

        // no other call waited for the probe
        RealTime.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(4.9));
        Assert.Equal(3, bench.Attempts("primary").Count);
    });

    private static async Task<DateTimeOffset> AskUntilBackAsync(FaultBench bench, FastClock clock, DateTimeOffset patience)
    {
        while (clock.GetUtcNow() < patience)
        {
            var result = await bench.AskAsync();
            if (result.Observed.Text == "the primary is back")
            {
                result.IsWhole("the primary is back", bench.Qualified("primary"));
                return clock.GetUtcNow();
            }

            result.IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
            await Task.Delay(10);
        }

        throw new TimeoutException("The primary did not come back.");
    }

    private static async Task<string> AskAsync(TestGateway gateway, string model)
    {
        var (_, response, _) = await ProtocolCase.Chat.SendAsync(
            gateway.Client, ProtocolCase.Chat.Ask($$"""{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"hi"}]}"""));
        Assert.Null(response.ErrorMessage);
        return response.Text;
    }
}
