using System.Text;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>Single frames that clients of the protocol would drop in silence or could not read, after two texts.</summary>
public sealed class OddFrameTests
{
    public static TheoryData<string, string, CommitMode> Modes => FaultBench.Modes();

    [Theory]
    [MemberData(nameof(Modes))]
    public Task An_error_of_the_Responses_protocol(string caller, string upstream, CommitMode commit) => upstream == "responses" ? Task.CompletedTask : BreaksOrIsRescued(
        caller, upstream, commit, "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"it broke\"}}}\n\n");

    [Theory]
    [MemberData(nameof(Modes))]
    public Task A_list_of_errors(string caller, string upstream, CommitMode commit) =>
        upstream == "responses" ? Task.CompletedTask : BreaksOrIsRescued(caller, upstream, commit, "data: {\"errors\":[{\"message\":\"it broke\"}]}\n\n");

    [Theory]
    [MemberData(nameof(Modes))]
    public Task A_comment_whose_line_end_was_lost(string caller, string upstream, CommitMode commit) =>
        BreaksOrIsRescued(caller, upstream, commit, ": pingdata: {\"type\":\"x\"}\n\n");

    [Theory]
    [MemberData(nameof(Modes))]
    public Task Bytes_that_are_no_text(string caller, string upstream, CommitMode commit)
    {
        var frames = RawStreams.Frames(upstream);
        return BreaksOrIsRescued(caller, upstream, commit, frames[RawStreams.FramesOfTexts(upstream) - 1].Replace("\"two \"", "\"two\u0001\"", StringComparison.Ordinal), spoiled: 0x01, by: 0xff);
    }

    [Theory]
    [InlineData("chat", "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[\"x\"]}\n\n")]
    [InlineData("messages", "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0}\n\n")]
    [InlineData("messages", "event: content_block_delta\ndata: {\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n")]
    [InlineData("messages", "event: message_delta\ndata: {\"type\":\"message_delta\"}\n\n")]
    [InlineData("responses", "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0}\n\n")]
    [InlineData("responses", "event: response.completed\ndata: {\"type\":\"response.completed\"}\n\n")]
    public async Task A_shape_that_no_client_can_read(string protocol, string frame)
    {
        await BreaksOrIsRescued(protocol, protocol, CommitMode.FirstContent, frame);
        await BreaksOrIsRescued(protocol, protocol, CommitMode.Complete, frame);
    }

    [Theory]
    [InlineData("\0\0event: content_block_delta\n", CommitMode.FirstContent)]
    [InlineData("", CommitMode.FirstContent)]
    [InlineData("event: ping\n", CommitMode.Complete)]
    [InlineData("event: message_start\n", CommitMode.Complete)]
    public async Task A_frame_without_its_event_is_given_it(string name, CommitMode commit)
    {
        await using var bench = await FaultBench.StartAsync("messages", "messages", commit);
        var frames = RawStreams.Frames("messages");
        var at = RawStreams.FramesOfTexts("messages") - 1;
        frames[at] = name + frames[at][(frames[at].IndexOf('\n', StringComparison.Ordinal) + 1)..];
        bench.Primary.Reply(RawStreams.Reply(frames));

        var result = await bench.AskAsync();

        result.IsWhole("one two ", bench.Qualified("primary"));
        Assert.Equal(2, result.Transcript!.Events.Count(e => e.Name == "content_block_delta"));
    }

    private static async Task BreaksOrIsRescued(string caller, string upstream, CommitMode commit, string frame, byte spoiled = 0, byte by = 0)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        var frames = RawStreams.Frames(upstream);
        frames.Insert(RawStreams.FramesOfTexts(upstream), frame);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(frames));
        bench.Primary.Reply(SimulatedResponse.Raw(200, "text/event-stream", bytes.Select(b => spoiled != 0 && b == spoiled ? by : b).ToArray()));

        var result = await bench.AskAsync();

        if (commit == CommitMode.Complete)
        {
            result.IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        }
        else
        {
            result.IsBrokenOff("one two ");
            Assert.Empty(bench.Attempts("backup"));
        }
    }
}
