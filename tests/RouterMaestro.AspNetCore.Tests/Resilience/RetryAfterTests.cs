using System.Globalization;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>What errors say about a repeat of the request.</summary>
public sealed class RetryAfterTests
{
    public static TheoryData<string, string, CommitMode, bool> EachPairOnce => FaultBench.EachPairOnce();

    [Theory]
    [MemberData(nameof(EachPairOnce))]
    public async Task A_failure_says_in_whole_seconds_when_a_candidate_may_be_asked_again(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        foreach (var (status, count) in new[] { (429, 1), (500, 2), (503, 3), (529, 4) })
        {
            bench.Primary.Reply(SimulatedFault.Status(status, "busy"));
            bench.Backup.Reply(SimulatedFault.Status(status, "busy"));

            var result = await bench.AskAsync(stream);

            result.IsRefused(status, "busy");
            Assert.InRange(int.Parse(result.Header("retry-after"), NumberStyles.None, CultureInfo.InvariantCulture), 1, 20);
            Assert.False(result.Response.Headers.Contains("x-should-retry"), $"call {count}");
        }
    }

    [Fact]
    public async Task A_delay_in_milliseconds_gets_its_seconds_and_a_delay_in_seconds_stays()
    {
        await using var bench = await FaultBench.StartAsync("chat", "chat", CommitMode.FirstContent, s => s with { Strategy = "none" });
        var busy = """{"error":{"message":"busy","type":"requests"}}"""u8.ToArray();
        bench.Primary.Enqueue(SimulatedResponse.Raw(429, "application/json", busy).WithHeader("retry-after-ms", "8300"));
        bench.Primary.Enqueue(SimulatedResponse.Raw(429, "application/json", busy).WithHeader("retry-after", "70.5"));

        var milliseconds = await bench.AskAsync(stream: false);
        var seconds = await bench.AskAsync(stream: false);

        Assert.Equal(("8300", "70.5"), (milliseconds.Header("retry-after-ms"), seconds.Header("retry-after")));
        Assert.InRange(int.Parse(milliseconds.Header("retry-after"), NumberStyles.None, CultureInfo.InvariantCulture), 8, 9);
    }

    [Fact]
    public async Task A_long_cooldown_is_cut_to_20_seconds()
    {
        await using var bench = await FaultBench.StartAsync("messages", "chat", CommitMode.FirstContent, s => s with { Strategy = "none" });
        bench.Primary.Enqueue(SimulatedFault.Status(429, "busy", TimeSpan.FromMinutes(10)));
        await bench.AskAsync(stream: false);
        bench.Primary.Reply(SimulatedFault.Status(503, "down"));

        var result = await bench.AskAsync(stream: false);

        result.IsRefused(503, "down");
        Assert.Equal("20", result.Header("retry-after"));
    }

    [Fact]
    public async Task Errors_of_the_gateway_say_it_too_and_what_no_repeat_mends_says_so()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedFault.Status(501, "not here"));
        using var loop = ProtocolCase.Chat.Ask("chat", stream: false);
        loop.Headers.Add("x-router-maestro-hops", "4");
        using var keyless = ProtocolCase.Chat.Ask("chat", stream: false);
        keyless.Headers.Authorization = new("Bearer", "sk-rm-wrong");
        using var invalid = ProtocolCase.Chat.Ask("""{"model":"nobody/nothing","messages":[{"role":"user","content":"hi"}]}""");

        var (looped, _, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, loop);
        var (absent, _, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, ProtocolCase.Chat.Ask("chat", stream: false));
        var (refused, _, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, keyless);
        var (unknown, _, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, invalid);

        Assert.Equal((508, 501, 404), ((int)looped.StatusCode, (int)absent.StatusCode, (int)unknown.StatusCode));
        Assert.Equal((401, false), ((int)refused.StatusCode, refused.Headers.Contains("retry-after")));
        Assert.All([looped, absent, refused], response => Assert.Equal("false", Assert.Single(response.Headers.GetValues("x-should-retry"))));
        Assert.All([looped, absent], response => Assert.Single(response.Headers.GetValues("retry-after")));
        Assert.False(unknown.Headers.Contains("retry-after") || unknown.Headers.Contains("x-should-retry"));
    }
}
