using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>A codec that says nothing of what it can say would pass every law.</summary>
public class EveryCodecSpeaksTests
{
    [Fact]
    public void Every_registered_codec_has_both_halves_and_tells_what_it_can_say()
    {
        Assert.NotEmpty(LawCodec.Registered);
        Assert.All(LawCodec.Registered, name => Assert.NotNull(LawCodec.SpeechOf(WireProtocol.Find(name)!)));
        Assert.All(LawCodec.Registered, name => Assert.Equal(LawCodec.Get(name).Inbound.Protocol, LawCodec.Get(name).Outbound.Protocol));
    }
}
