using CsCheck;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>Law 3: any legal script becomes a stream whose blocks open and close in order, with exactly one terminal, also after a failure.</summary>
public class WellFormedLawTests
{
    public static TheoryData<string> Codecs => LawCodec.Names;

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Any_legal_script_becomes_a_well_formed_stream(string name)
    {
        var codec = LawCodec.Get(name);
        ChatScripts.All.Sample(script => codec.Speech.AssertWellFormed(FramesOf(codec.Encode(script))), iter: 300);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void What_comes_after_the_terminal_is_ignored(string name)
    {
        var codec = LawCodec.Get(name);
        ChatScripts.All.Sample(
            script =>
            {
                ChatEvent[] late = [new ChatEvent.PartDelta(0, "late"), new ChatEvent.PartEnded(0), .. script.TakeLast(1), new ChatEvent.PartStarted(9, PartKind.Text)];
                Assert.Equal(codec.Encode(script), codec.Encode(script.Concat(late)));
            },
            iter: 100);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_stream_cut_anywhere_is_told_as_one_failure_at_the_end_of_a_well_formed_stream(string name)
    {
        var codec = LawCodec.Get(name);
        Gen.Select(codec.Speech.Responses, Gen.Int[0, 100_000]).Sample(
            (response, at) =>
            {
                var stream = codec.Encode(ChatResponseEvents.Of(response));
                var events = codec.Decode(stream[..(at % stream.Length)]);
                Assert.Single(events, e => e is ChatEvent.Completed or ChatEvent.Failed);
                Assert.True(events[^1] is ChatEvent.Completed or ChatEvent.Failed);
                codec.Speech.AssertWellFormed(FramesOf(codec.Encode(events)));
            },
            iter: 200);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void The_judge_of_streams_refuses_what_is_not_well_formed(string name)
    {
        var codec = LawCodec.Get(name);
        ChatScripts.All.Sample(
            script =>
            {
                var frames = FramesOf(codec.Encode(script));
                Assert.ThrowsAny<Exception>(() => codec.Speech.AssertWellFormed([.. frames.SkipLast(1)]));
                Assert.ThrowsAny<Exception>(() => codec.Speech.AssertWellFormed([.. frames, .. frames.TakeLast(1)]));
            },
            iter: 50);
    }

    private static List<(string Event, string Data)> FramesOf(byte[] stream)
    {
        var (frames, left) = SseFrames.Read(stream, int.MaxValue / 2);
        Assert.Empty(left);
        Assert.All(frames, f => Assert.False(f.IsUnterminated));
        return [.. frames.Select(f => (f.Event, f.Data))];
    }
}
