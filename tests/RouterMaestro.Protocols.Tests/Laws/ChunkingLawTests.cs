using System.Text;
using CsCheck;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>Law 2: however the bytes of a stream arrive, the events are the same.</summary>
public class ChunkingLawTests
{
    public static TheoryData<string> Codecs => LawCodec.Names;

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Any_split_line_end_and_comment_gives_the_same_events(string name)
    {
        var codec = LawCodec.Get(name);
        Gen.Select(ChatScripts.All, Gen.Int[1, 60].Array[1, 20], Gen.OneOf("\n", "\r\n", "\r"), Gen.Bool).Sample(
            (script, pieces, lineEnd, hasComments) =>
            {
                var stream = codec.Encode(script);
                var expected = codec.Decode(stream);
                Assert.Equal(expected, codec.Decode(stream, 1));

                var text = Encoding.UTF8.GetString(stream);
                text = hasComments ? ": opening\n\n" + text.Replace("\n\n", "\n: between\n\n: keepalive\n\n", StringComparison.Ordinal) : text;
                Assert.Equal(expected, codec.Decode(Encoding.UTF8.GetBytes(text.Replace("\n", lineEnd, StringComparison.Ordinal)), pieces));
            },
            iter: 150);
    }
}
