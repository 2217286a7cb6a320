using System.Net.Http.Json;
using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>A stream that does not end is ended, whatever the protocols.</summary>
public sealed class RunawayTests
{
    // 1 + 2 + 3 + 4 bytes in UTF-8, 1 of each of which is escaped in JSON
    private const string Ten = "\né\u20ac\U0001f600";

    public static TheoryData<string, string> Pairs => ProtocolCase.Matrix();

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_stream_of_too_many_bytes_ends_in_one_error_and_blames_no_provider(string caller, string upstream)
    {
        await using var bench = await StartAsync(caller, upstream, new(MaxBytes: 40, MaxDeltas: 1000));
        bench.Primary.Reply(SimulatedResponse.Text("word ", Ten, Ten, Ten, "12345", "6", "7").WithUsage(8, 5));

        var result = await bench.AskAsync();

        result.IsBrokenOff("word " + Ten + Ten + Ten + "123456");
        Assert.Contains("larger than 40 bytes", result.Observed.ErrorMessage, StringComparison.Ordinal);
        var health = await bench.Gateway.Client.GetFromJsonAsync<JsonElement>("/api/admin/health");
        Assert.Empty(health.GetProperty("circuits").EnumerateArray());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_limit_itself_is_allowed(string caller, string upstream)
    {
        await using var bench = await StartAsync(caller, upstream, new(MaxBytes: 40, MaxDeltas: 4));
        bench.Primary.Reply(SimulatedResponse.Text(Ten, Ten, Ten, "12345", "6789", "0").WithUsage(8, 5));

        (await bench.AskAsync()).IsWhole(Ten + Ten + Ten + "1234567890", bench.Qualified("primary"));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_stream_of_too_many_tiny_deltas_ends_in_one_error(string caller, string upstream)
    {
        await using var bench = await StartAsync(caller, upstream, new(MaxBytes: 1000, MaxDeltas: 20));
        bench.Primary.Reply(SimulatedResponse.Text(new string('x', 100)).InPiecesOf(1).WithUsage(8, 5));

        var result = await bench.AskAsync();

        Assert.Contains("in more than 20 deltas", result.Observed.ErrorMessage, StringComparison.Ordinal);
        Assert.False(result.Observed.IsComplete);
        Assert.InRange(result.Observed.Text.Length, 18, 21);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Arguments_of_tools_count(string caller, string upstream)
    {
        await using var bench = await StartAsync(caller, upstream, new(MaxBytes: 40, MaxDeltas: 1000));
        bench.Primary.Reply(SimulatedResponse.ToolCall("look_up", $$"""{"x":"{{new string('y', 100)}}"}""").InPiecesOf(9).WithUsage(8, 5));

        var result = await bench.AskAsync();

        Assert.Contains("larger than 40 bytes", result.Observed.ErrorMessage, StringComparison.Ordinal);
        Assert.False(result.Observed.IsComplete);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_stream_that_is_held_back_is_saved_by_the_next_candidate(string caller, string upstream)
    {
        await using var bench = await StartAsync(caller, upstream, new(MaxBytes: 40, MaxDeltas: 1000), CommitMode.Complete);
        bench.Primary.Reply(SimulatedResponse.Text(new string('x', 100)).InPiecesOf(5).WithUsage(8, 5));

        (await bench.AskAsync()).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task It_can_be_turned_off_and_leaves_whole_responses_alone(string caller, string upstream)
    {
        var text = new string('x', 100);
        await using var bench = await StartAsync(caller, upstream, new(MaxBytes: 40, MaxDeltas: 20));
        bench.Primary.Reply(SimulatedResponse.Text(text).WithUsage(8, 5));
        (await bench.AskAsync(stream: false)).IsWhole(text, bench.Qualified("primary"));

        await using var off = await StartAsync(caller, upstream, null);
        off.Primary.Reply(SimulatedResponse.Text(text).InPiecesOf(1).WithUsage(8, 5));
        (await off.AskAsync()).IsWhole(text, off.Qualified("primary"));
    }

    private static Task<FaultBench> StartAsync(string caller, string upstream, RunawayLimits? limits, CommitMode commit = CommitMode.FirstContent) =>
        FaultBench.StartAsync(caller, upstream, commit, s => s with { Guards = s.Guards with { Runaway = limits } });
}
