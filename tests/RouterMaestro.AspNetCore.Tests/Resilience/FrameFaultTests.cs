using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>Single frames that are broken or out of place, after two texts: F17 to F21.</summary>
public sealed class FrameFaultTests
{
    public static TheoryData<string, string, CommitMode> Modes => FaultBench.Modes();

    public static TheoryData<string, string, CommitMode> SomePairs => FaultBench.SomePairs();

    [Theory]
    [MemberData(nameof(Modes))]
    public Task F17_Bytes_before_the_data_of_an_event(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, frames => frames[RawStreams.FramesOfTexts(upstream)] = frames[1].Replace("data: ", "\0\0data: ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(SomePairs))]
    public Task F17_A_lost_line_end(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, frames => frames[RawStreams.FramesOfTexts(upstream)] = "event: content_block_deltadata: {\"x\":1}\n\n");

    [Theory]
    [MemberData(nameof(Modes))]
    public Task F18_An_error_of_another_protocol(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, frames => frames[RawStreams.FramesOfTexts(upstream)] = upstream == "chat"
            ? "event: error\ndata: {\"error\":{\"message\":\"it broke\"}}\n\n"
            : "data: {\"error\":{\"message\":\"it broke\"}}\n\n");

    [Theory]
    [MemberData(nameof(SomePairs))]
    public Task F18_An_error_that_is_a_text(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, frames => frames[RawStreams.FramesOfTexts(upstream)] = "data: {\"error\":\"it broke\"}\n\n");

    [Theory]
    [MemberData(nameof(Modes))]
    public Task F19_A_frame_that_is_broken_below_its_top_level(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, frames =>
        {
            var at = RawStreams.FramesOfTexts(upstream);
            frames[at] = frames[at - 1].Replace("\"index\":0", "\"index\":0,\"x\":{\"y\":[1,]}", StringComparison.Ordinal)
                .Replace("\"content_index\":0", "\"x\":{\"y\":nul}", StringComparison.Ordinal);
        });

    [Theory]
    [MemberData(nameof(SomePairs))]
    public Task F19_An_unknown_event_that_is_broken(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, frames => frames[RawStreams.FramesOfTexts(upstream)] = "event: unheard-of\ndata: {\"half\n\n");

    [Theory]
    [MemberData(nameof(Modes))]
    public Task F20_A_terminal_in_the_middle(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, frames => frames.RemoveRange(RawStreams.FramesOfTexts(upstream), frames.Count - RawStreams.FramesOfTexts(upstream) - 1));

    [Theory]
    [MemberData(nameof(Modes))]
    public Task F21_A_text_that_is_a_number(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, frames =>
        {
            var at = RawStreams.FramesOfTexts(upstream);
            frames[at] = frames[at - 1].Replace("\"two \"", "7", StringComparison.Ordinal);
        });

    [Theory]
    [InlineData("chat", CommitMode.FirstContent)]
    [InlineData("chat", CommitMode.Complete)]
    [InlineData("messages", CommitMode.FirstContent)]
    [InlineData("messages", CommitMode.Complete)]
    public async Task F19_What_is_broken_behind_a_whole_response_is_dropped(string protocol, CommitMode commit)
    {
        await using var bench = await FaultBench.StartAsync(protocol, protocol, commit);
        var frames = RawStreams.Frames(protocol);
        frames.Insert(frames.Count - 1, "data: {\"usage\":{\"half\n\n");
        bench.Primary.Reply(RawStreams.Reply(frames));

        var result = await bench.AskAsync();

        result.IsWhole("one two ", bench.Qualified("primary"));
        Assert.DoesNotContain(result.Transcript!.Events, e => e.Data.Contains("half", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CommitMode.FirstContent)]
    [InlineData(CommitMode.Complete)]
    public async Task F20_A_block_that_is_open_at_the_end_of_its_message_is_ended(CommitMode commit)
    {
        await using var bench = await FaultBench.StartAsync("messages", "messages", commit);
        var frames = RawStreams.Frames("messages");
        frames.RemoveAll(f => f.Contains("content_block_stop", StringComparison.Ordinal));
        bench.Primary.Reply(RawStreams.Reply(frames));

        (await bench.AskAsync()).IsWhole("one two ", bench.Qualified("primary"));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    [InlineData("responses")]
    public async Task F20_A_lost_event_is_missed_by_its_number_and_rescued(string caller)
    {
        await using var bench = await FaultBench.StartAsync(caller, "responses", CommitMode.Complete);
        var frames = RawStreams.Frames("responses");
        frames.RemoveAt(RawStreams.FramesOfTexts("responses") - 1);
        bench.Primary.Reply(RawStreams.Reply(frames));

        (await bench.AskAsync()).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    public async Task F20_A_text_whose_last_delta_is_lost_is_taken_from_its_end(string caller)
    {
        await using var bench = await FaultBench.StartAsync(caller, "responses", CommitMode.FirstContent);
        var frames = RawStreams.Frames("responses");
        frames.RemoveAt(RawStreams.FramesOfTexts("responses") - 1);
        bench.Primary.Reply(RawStreams.Reply(frames));

        (await bench.AskAsync()).IsWhole("one two ", bench.Qualified("primary"));
    }

    private static async Task BreaksOrIsRescued(string caller, string upstream, CommitMode commit, Action<List<string>> spoil)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        var frames = RawStreams.Frames(upstream);
        spoil(frames);
        bench.Primary.Reply(RawStreams.Reply(frames));

        var result = await bench.AskAsync();

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
