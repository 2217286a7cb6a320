using System.Text;
using RouterMaestro.Application.Protocols;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Tests.Protocols;

public class ReasoningSealTests
{
    [Fact]
    public void A_seal_is_opened_by_its_own_dialect_only()
    {
        var marked = ReasoningSeal.Of(WireProtocol.OpenAIResponses, "rs_1:blob");

        Assert.Equal("rm1:responses:rs_1:blob", marked);
        Assert.Equal("rs_1:blob", ReasoningSeal.Open(marked, WireProtocol.OpenAIResponses));
        Assert.Null(ReasoningSeal.Open(marked, WireProtocol.AnthropicMessages));
        Assert.True(ReasoningSeal.IsOfAnother(marked, WireProtocol.AnthropicMessages));
        Assert.False(ReasoningSeal.IsOfAnother(marked, WireProtocol.OpenAIResponses));
        Assert.False(ReasoningSeal.IsOfAnother("c2VhbA==", WireProtocol.AnthropicMessages));
    }

    [Theory]
    [InlineData("""{"signature":"rm1:responses:x"}""", true)]
    [InlineData("""{"signature":"EqQB"}""", false)]
    [InlineData("""{"text":"\"rm1:responses:x\""}""", false)]
    [InlineData("""{"text":"\"rm1:","signature": "rm1:"}""", true)]
    [InlineData("", false)]
    public void A_marked_seal_is_seen_in_a_body(string json, bool expected) => Assert.Equal(expected, ReasoningSeal.IsIn(Encoding.UTF8.GetBytes(json)));
}
