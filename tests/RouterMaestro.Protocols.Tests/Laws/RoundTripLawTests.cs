using CsCheck;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>Law 1: what is written and read again means the same, and nothing is reported lost.</summary>
public class RoundTripLawTests
{
    public static TheoryData<string> Codecs => LawCodec.Names;

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Requests_mean_the_same_after_being_written_and_read(string name)
    {
        var codec = LawCodec.Get(name);
        codec.Speech.Requests.Sample(
            request =>
            {
                var losses = new LossSink();
                var body = codec.WriteRequest(request, losses);
                Assert.Equal(Meaning.Of(request), Meaning.Of(codec.Inbound.ReadRequest(body, RequestHints.None, losses)));
                Assert.Empty(losses.Fields);
            },
            iter: 200);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Written_requests_have_the_facts_of_the_conversation(string name)
    {
        var codec = LawCodec.Get(name);
        codec.Speech.Requests.Sample(
            request =>
            {
                var body = codec.WriteRequest(request, new LossSink());
                var reading = codec.Inbound.ReadFacts(body, RequestHints.None);
                Assert.Null(reading.Error);
                Assert.Equal((request.Model, request.Stream, !request.Tools.IsEmpty), (reading.Facts!.Model, reading.Facts.Stream, reading.Facts.HasTools));
            },
            iter: 200);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Answers_mean_the_same_after_being_written_and_read(string name)
    {
        var codec = LawCodec.Get(name);
        codec.Speech.Responses.Sample(
            response =>
            {
                var losses = new LossSink();
                var body = codec.WriteResponse(response, losses);
                var reading = codec.Outbound.ReadResponse(body);
                Assert.Null(reading.Failure);
                Assert.Equal(Meaning.Of(response), Meaning.Of(reading.Response!));
                Assert.Empty(losses.Fields);

                var passthrough = codec.Outbound.ReadPassthrough(body, default);
                Assert.Null(passthrough.Failure);
                Assert.Equal((response.Finish, response.Usage), (passthrough.Finish, passthrough.Usage));
            },
            iter: 200);
    }
}
