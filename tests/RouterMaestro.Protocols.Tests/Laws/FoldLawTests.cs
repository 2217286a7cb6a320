using System.Buffers;
using System.Text;
using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>Law 4: a stream says what the whole answer says, and an event says the same as a slice and as a record.</summary>
public class FoldLawTests
{
    public static TheoryData<string> Codecs => LawCodec.Names;

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Folding_a_stream_gives_the_answer(string name)
    {
        var codec = LawCodec.Get(name);
        codec.Speech.Responses.Sample(
            response =>
            {
                var folded = Meaning.Fold(codec.Decode(codec.Encode(ChatResponseEvents.Of(response))));
                Assert.Equal(Meaning.Of(response), Meaning.Of(folded));

                var whole = codec.Outbound.ReadResponse(codec.WriteResponse(response, new LossSink())).Response!;
                Assert.Equal(Meaning.Of(whole), Meaning.Of(folded));
            },
            iter: 200);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Slices_and_records_say_the_same(string name)
    {
        var codec = LawCodec.Get(name);
        ChatScripts.All.Sample(
            script =>
            {
                var stream = codec.Encode(script);
                var output = new ArrayBufferWriter<byte>();
                codec.Decode(stream, codec.CreateEncoder(output), int.MaxValue / 2);
                Assert.Equal(codec.Encode(codec.Decode(stream)), output.WrittenSpan.ToArray());

                var builder = new ChatResponseBuilder();
                codec.Decode(stream, builder, int.MaxValue / 2);
                var again = new ChatResponseBuilder();
                codec.Decode(stream).ForEach(e => again.Write(e));
                Assert.Equal(again.Build(), builder.Build());
                Assert.Equal(again.Failure, builder.Failure);
            },
            iter: 200);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_tap_sees_in_a_stream_what_a_decoder_sees(string name)
    {
        var codec = LawCodec.Get(name);
        Gen.Select(codec.Speech.Responses, Gen.Bool, Gen.Int[0, 100_000]).Sample(
            (response, isCut, at) =>
            {
                var stream = codec.Encode(ChatResponseEvents.Of(response));
                stream = isCut ? stream[..(at % stream.Length)] : stream;
                var end = codec.Decode(stream)[^1];
                var tap = codec.Outbound.CreateTap(default);
                foreach (var frame in SseFrames.Read(stream, int.MaxValue / 2).Frames)
                {
                    tap.Inspect(Encoding.UTF8.GetBytes(frame.Event), Encoding.UTF8.GetBytes(frame.Data));
                }

                Assert.Equal(end is ChatEvent.Completed, tap.End() is null);
                if (end is ChatEvent.Completed completed)
                {
                    Assert.Equal((completed.Finish, completed.Usage), (tap.Finish, tap.Usage));
                }
            },
            iter: 200);
    }
}
