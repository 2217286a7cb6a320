using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>Law 5: fields, blocks and events that nobody knows never fail a call.</summary>
public class TotalityLawTests
{
    public static TheoryData<string> Codecs => LawCodec.Names;

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Requests_are_read_whatever_unknown_they_hold(string name)
    {
        var codec = LawCodec.Get(name);
        Gen.Select(codec.Speech.Requests, Gen.Int).Sample(
            (request, seed) =>
            {
                var body = UnknownFields.Inject(codec.WriteRequest(request, new LossSink()), seed);
                Assert.Null(codec.Inbound.ReadFacts(body, RequestHints.None).Error);

                var read = Meaning.Of(codec.Inbound.ReadRequest(body, RequestHints.None, new LossSink()));
                Assert.Equal(request.Model, read.Model);
                Assert.Equal(CallsOf(request), CallsOf(read));
            },
            iter: 200);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Answers_are_read_whatever_unknown_they_hold(string name)
    {
        var codec = LawCodec.Get(name);
        Gen.Select(codec.Speech.Responses, Gen.Int).Sample(
            (response, seed) =>
            {
                var body = UnknownFields.Inject(codec.WriteResponse(response, new LossSink()), seed);
                var read = codec.Outbound.ReadResponse(body);
                Assert.Null(read.Failure);
                Assert.Equal(response.Parts.Select(p => p.GetType()), read.Response!.Parts.Select(p => p.GetType()));
                Assert.Equal((response.Finish, response.Usage), (read.Response.Finish, read.Response.Usage));
                Assert.Null(codec.Outbound.ReadPassthrough(body, default).Failure);
            },
            iter: 200);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Streams_are_read_whatever_unknown_they_hold(string name)
    {
        var codec = LawCodec.Get(name);
        Gen.Select(ChatScripts.All, Gen.Int).Sample(
            (script, seed) =>
            {
                var stream = codec.Encode(script);
                var expected = codec.Decode(stream);
                var actual = codec.Decode(UnknownFields.InjectIntoStream(stream, seed));
                Assert.Equal(expected.Select(WithoutDocument), actual.Select(WithoutDocument));
            },
            iter: 200);
    }

    private static IEnumerable<string> CallsOf(ChatRequest request) => request.Messages.SelectMany(m => m.Parts).OfType<ToolCallPart>().Select(c => c.Id);

    /// <summary>An error's own document keeps what was put into it.</summary>
    private static ChatEvent WithoutDocument(ChatEvent chatEvent) =>
        chatEvent is ChatEvent.Failed failed ? new ChatEvent.Failed(failed.Failure with { Body = null }) : chatEvent;
}
