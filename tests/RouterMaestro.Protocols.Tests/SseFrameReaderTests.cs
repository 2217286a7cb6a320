using System.Diagnostics;
using System.Text;
using CsCheck;
using RouterMaestro.Protocols.Sse;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests;

public class SseFrameReaderTests
{
    [Theory]
    [InlineData("data: 1\n\n")]
    [InlineData("data: 1\r\n\r\n")]
    [InlineData("data: 1\r\r")]
    [InlineData("data:1\n\r\n")]
    [InlineData("\uFEFFdata: 1\n\n")]
    public void Every_line_end_ends_a_frame_which_keeps_all_its_bytes(string stream)
    {
        for (var cut = 1; cut <= Encoding.UTF8.GetByteCount(stream); cut++)
        {
            var (frames, left) = SseFrames.Read(stream, cut, int.MaxValue / 2);
            Assert.Equal("1", Assert.Single(frames, f => f.DataOffset != 0).Data);
            Assert.Equal(stream, Encoding.UTF8.GetString(frames.SelectMany(f => f.Raw).ToArray()));
            Assert.Empty(left);
        }
    }

    [Theory]
    [InlineData("\0\0data: {\"a\":1}\n\n", true)]
    [InlineData(" data: {\"a\":1}\n\n", true)]
    [InlineData("event: xdata: {\"a\":1}\n\n", true)]
    [InlineData("id: 7data: {\"a\":1}\n\n", true)]
    [InlineData("retry: 7data: [DONE]\n\n", true)]
    [InlineData("ata: {\"a\":1}\ndata: {\"b\":2}\n\n", true)]
    [InlineData("{\"a\":1}\n\n", true)]
    [InlineData("data: {\"a\":1}\nrest {\n\n", true)]
    [InlineData(": data: {\"a\":1}\n\n", true)]
    [InlineData(": pingdata: {\"a\":1}\n\n", true)]
    [InlineData(": [DONE] or data: something\n\n", false)]
    [InlineData("id: {7}\ndata: {\"a\":1}\n\n", false)]
    [InlineData("unknown: field\nodd\n\0\ndata: {\"a\":1}\n\n", false)]
    [InlineData("data: {\"a\":\"data: {\"}\n\n", false)]
    public void A_line_that_may_hold_lost_data_makes_its_frame_malformed(string stream, bool isMalformed)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        var reader = new SseFrameReader();

        Assert.True(reader.TryRead(bytes, isFinal: false, out var frame));
        Assert.Equal(isMalformed, frame.IsMalformed);
        Assert.Equal(bytes.Length, frame.Raw.Length);

        // what follows is read as ever
        Assert.True(reader.TryRead("data: {}\n\n"u8, isFinal: false, out var next));
        Assert.False(next.IsMalformed);
        Assert.Equal("{}", Encoding.UTF8.GetString(next.Data));
    }

    [Fact]
    public void The_offset_points_at_the_data_within_the_raw_frame()
    {
        var (frames, _) = SseFrames.Read("\uFEFFevent: a\ndata: first\n\ndata: x\r\ndata: y\r\n\r\n: note\n\n", 1);
        Assert.Equal("first", Encoding.UTF8.GetString(frames[0].Raw.AsSpan(frames[0].DataOffset, 5)));
        Assert.Equal("a", frames[0].Event);
        Assert.Equal(("x\ny", -1), (frames[1].Data, frames[1].DataOffset));
        Assert.Equal(("", "", 0), (frames[2].Event, frames[2].Data, frames[2].DataOffset));
        Assert.Equal(3, frames.Count);
    }

    [Fact]
    public void A_frame_that_ends_in_a_carriage_return_is_not_held_back()
    {
        var reader = new SseFrameReader();
        Assert.True(reader.TryRead("data: 1\r\r"u8, isFinal: false, out var first));
        Assert.Equal("1", Encoding.UTF8.GetString(first.Data));
        Assert.False(reader.TryRead(""u8, isFinal: false, out _));
        Assert.True(reader.TryRead("\ndata: 2\n\n"u8, isFinal: false, out var second));
        Assert.Equal("2", Encoding.UTF8.GetString(second.Data));
        Assert.Equal("\ndata: 2\n\n".Length, second.Raw.Length);
    }

    [Fact]
    public void A_frame_of_lines_in_CR_LF_waits_for_its_last_line_feed()
    {
        var reader = new SseFrameReader();
        Assert.False(reader.TryRead("data: 1\r\n\r"u8, isFinal: false, out _));
        Assert.True(reader.TryRead("data: 1\r\n\r\n"u8, isFinal: false, out var frame));
        Assert.Equal("data: 1\r\n\r\n".Length, frame.Raw.Length);
        Assert.False(reader.TryRead("data: 2\r\n\r"u8, isFinal: false, out _));
        Assert.True(reader.TryRead("data: 2\r\n\r"u8, isFinal: true, out var last));
        Assert.Equal(("2", "data: 2\r\n\r".Length, false), (Encoding.UTF8.GetString(last.Data), last.Raw.Length, last.IsUnterminated));
    }

    [Theory]
    [InlineData("data: {\"a\":[1]}")]
    [InlineData("data: {\"a\":[1]}\n")]
    [InlineData("data: [DONE]\r")]
    [InlineData("event: x\ndata:{\ndata:}")]
    [InlineData(": only a comment")]
    public void A_last_frame_without_its_blank_line_counts_when_its_data_is_whole(string stream)
    {
        var (frames, left) = SseFrames.Read(stream, 3);
        Assert.True(Assert.Single(frames).IsUnterminated);
        Assert.Equal(stream, Encoding.UTF8.GetString(frames[0].Raw));
        Assert.Empty(left);
    }

    [Theory]
    [InlineData("data: {\"a\":[1]")]
    [InlineData("data: [DONE")]
    [InlineData("data: {}\ndata: {")]
    [InlineData("data:")]
    public void A_last_frame_that_was_cut_off_does_not_count(string stream)
    {
        var (frames, left) = SseFrames.Read("data: 0\n\n" + stream, 5);
        Assert.False(Assert.Single(frames).IsUnterminated);
        Assert.Equal(stream, Encoding.UTF8.GetString(left));
    }

    [Fact]
    public void Any_stream_reads_the_same_however_it_is_split_and_loses_no_byte()
    {
        var line = Gen.OneOf("data: {\"a\":1}", "data:", "data", "data:  é€😀 ", "event: ping", "event", ": note", "id: 7", "dat", "", "", "data: [DONE]");
        var lines = Gen.Select(line, Gen.OneOf("\n", "\r\n", "\r")).Select((text, end) => text + end).List[0, 20];
        var sample = Gen.Select(Gen.OneOf("", "\uFEFF"), lines, line, Gen.Int[1, 9].Array[1, 12]);
        sample.Sample(
            (mark, body, tail, pieces) =>
            {
                var stream = Encoding.UTF8.GetBytes(mark + string.Concat(body) + tail);
                var (whole, _) = SseFrames.Read(stream, int.MaxValue / 2);
                var (split, left) = SseFrames.Read(stream, pieces);
                Assert.Equal(Events(whole), Events(split));
                Assert.Equal(stream, split.SelectMany(f => f.Raw).Concat(left).ToArray());
                Assert.Equal(SseReference.Read(stream), Events(split.Where(f => !f.IsUnterminated)));
            },
            iter: 1000);
    }

    [Fact]
    public Task A_huge_frame_in_small_pieces_is_looked_at_once() => RealTime.HoldsAsync(() =>
    {
        var stream = Encoding.UTF8.GetBytes("data: " + new string('x', 4_000_000) + "\n\n");
        var clock = Stopwatch.StartNew();
        var (frames, _) = SseFrames.Read(stream, 500);
        var took = clock.Elapsed;

        Assert.Equal(4_000_000, Assert.Single(frames).Data.Length);
        RealTime.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        return Task.CompletedTask;
    });

    private static List<(string Event, string Data)> Events(IEnumerable<SseFrames.Frame> frames) =>
        [.. frames.Where(f => f.DataOffset != 0).Select(f => (f.Event, f.Data))];
}
