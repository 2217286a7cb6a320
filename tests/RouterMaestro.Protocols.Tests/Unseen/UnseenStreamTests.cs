using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Tests.Laws;
using RouterMaestro.Protocols.Tests.Replay;

namespace RouterMaestro.Protocols.Tests.Unseen;

/// <summary>Passthrough streams are complete, and translated streams have the right finish reason.</summary>
public sealed class UnseenStreamTests
{
    public static IEnumerable<object[]> Streams => UnseenResponses.All.Where(a => a.Value.IsStream).Select(a => new object[] { a.Key });

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_passthrough_stream_is_complete(string name)
    {
        var response = UnseenResponses.All[name];
        var tap = LawCodec.Get(response.ProtocolName).Outbound.CreateTap(new() { Rules = new() { OmitsFinishReason = true } });
        var path = response.Protocol == WireProtocol.OpenAIChat ? "model" : response.Protocol == WireProtocol.OpenAIResponses ? "response.model" : "message.model";
        var served = "\"provider/served-x\""u8.ToArray();

        var (passed, _) = TappedStream.Pass(response.Body, tap, served, int.MaxValue / 2);

        // the terminal of another protocol is dropped
        var expected = SlowFrameRewriter.Stream(response.Body, path, served);
        var end = "data: [DONE]\n\n"u8;
        Assert.Equal(response.Protocol != WireProtocol.OpenAIChat && expected.AsSpan().EndsWith(end) ? expected[..^end.Length] : expected, passed);
        Assert.Null(tap.End());
    }

    [Fact]
    public void A_response_without_calls_does_not_finish_with_tool_calls()
    {
        var response = UnseenResponses.All["messages: nothing but what the provider ran, which was to end in a call"];

        Assert.All(WireProtocol.All, caller => Assert.Equal(FinishReason.Stop, response.EventsFor(caller).OfType<ChatEvent.Completed>().Single().Finish));
    }
}
