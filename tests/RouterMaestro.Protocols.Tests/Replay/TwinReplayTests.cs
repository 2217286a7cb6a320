using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>A stream and the whole answer that was recorded beside it agree, to callers of every protocol, in all that they agree in themselves.</summary>
public sealed class TwinReplayTests
{
    private const string Streamed = ".chunks.txt";

    public static IEnumerable<object[]> Twins => Recordings.Rows(ReplayedRecording.All.Where(r => TwinOf(r) is not null).Select(r => r.Recording));

    [SharedDataTheory]
    [MemberData(nameof(Twins))]
    public void A_stream_and_its_twin_agree_after_folding(string name)
    {
        var stream = ReplayedRecording.All.Single(r => r.Recording.Name == name);
        var whole = TwinOf(stream)!;
        var (streamTold, wholeTold) = (ReplayedHop.ToldOf(stream), ReplayedHop.ToldOf(whole));
        foreach (var caller in WireProtocol.All)
        {
            var hop = new Hop(caller, stream.Protocol);
            var streamed = ResponseReader.Of(caller, hop.Stream(hop.Decode(stream.Recording.Body, isStream: true), []), isStream: true);
            var told = ResponseReader.Of(caller, hop.Whole(hop.Decode(whole.Recording.Body, isStream: false), [], new LossSink()), isStream: false);
            foreach (var (aspect, of) in Aspects.Where(a => a.Of(streamTold) == a.Of(wholeTold)))
            {
                Assert.True(of(streamed) == of(told), $"{aspect} to {caller}: '{of(streamed)}' and '{of(told)}'");
            }
        }
    }

    [SharedDataFact]
    public void There_are_twins_and_most_agree()
    {
        var twins = ReplayedRecording.All.Select(r => (Stream: r, Whole: TwinOf(r))).Where(t => t.Whole is not null).ToList();

        Assert.True(twins.Count >= 35, $"{twins.Count} twins");
        Assert.All(Aspects.Where(a => a.Name != "text"), a =>
            Assert.True(twins.Count(t => a.Of(ReplayedHop.ToldOf(t.Stream)) == a.Of(ReplayedHop.ToldOf(t.Whole!))) > twins.Count / 2, a.Name));
    }

    private static (string Name, Func<ObservedResponse, string> Of)[] Aspects =>
    [
        ("failure", t => $"{t.IsFailure}"),
        ("finish", t => t.Finish),
        ("tools", t => string.Join(' ', t.Calls.Select(c => c.Split(' ')[0]))),
        ("calls", t => string.Join('\n', t.Calls)),
        ("text", t => t.Text),
        ("whether there is text", t => $"{t.Text.Length > 0}"),
        ("whether there is reasoning", t => $"{t.Reasoning.Length > 0}"),
    ];

    private static ReplayedRecording? TwinOf(ReplayedRecording recording) => recording.Recording.File.EndsWith(Streamed, StringComparison.Ordinal)
        ? ReplayedRecording.All.FirstOrDefault(r => r.Protocol == recording.Protocol && r.Recording.File == $"{recording.Recording.File[..^Streamed.Length]}.json")
        : null;
}
