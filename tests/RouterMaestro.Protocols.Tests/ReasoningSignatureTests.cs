using System.Text;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Tests;

public class ReasoningSignatureTests
{
    [Fact]
    public void A_seal_is_opened_by_its_own_protocol_only()
    {
        var marked = ReasoningSignature.Of(WireProtocol.OpenAIResponses, "rs_1:blob");

        Assert.Equal("rm1:responses:rs_1:blob", marked);
        Assert.Equal("rs_1:blob", ReasoningSignature.Open(marked, WireProtocol.OpenAIResponses));
        Assert.Null(ReasoningSignature.Open(marked, WireProtocol.AnthropicMessages));
        Assert.True(ReasoningSignature.IsMarked(marked));
        Assert.False(ReasoningSignature.IsMarked("c2VhbA=="));
    }

    [Theory]
    [InlineData("openai", "rs_1:blob")]
    [InlineData("OpenAI", "rs_1:blob")]
    [InlineData("xai", null)]
    [InlineData(null, "rs_1:blob")]
    public void A_seal_that_a_caller_saw_opens_for_the_provider_that_made_it(string? provider, string? expected)
    {
        var shown = ReasoningSignature.Signed(ReasoningSignature.Of(WireProtocol.OpenAIResponses, "rs_1:blob"), "openai/gpt-x");

        Assert.Equal(expected, ReasoningSignature.Open(shown, WireProtocol.OpenAIResponses, provider));
        Assert.Equal(shown, ReasoningSignature.Signed(shown, "openai/gpt-x"));
        Assert.Null(ReasoningSignature.Open(shown, WireProtocol.OpenAIChat, provider));
    }

    [Theory]
    [InlineData("rm1:responses")]
    [InlineData("rm1:responses@")]
    [InlineData("rm1:responses@openai")]
    [InlineData("rm1:responsesx:a")]
    public void A_broken_mark_opens_for_nobody(string signature) => Assert.Null(ReasoningSignature.Open(signature, WireProtocol.OpenAIResponses));

    [Fact]
    public void The_signature_of_a_hosts_protocol_opens_for_its_provider_alone()
    {
        var toy = new WireProtocol("toy", "Toy Talk", "Toys");

        var shown = ReasoningSignature.Signed(ReasoningSignature.Of(toy, "blob"), "toybox/bear");

        Assert.Equal("blob", ReasoningSignature.Open(shown, toy, "toybox"));
        Assert.Null(ReasoningSignature.Open(shown, toy, "attic"));
        Assert.Null(ReasoningSignature.Open(shown, WireProtocol.OpenAIChat, "toybox"));
    }

    [Fact]
    public void A_shape_is_told_with_the_model()
    {
        var signature = ReasoningSignature.Signed(ReasoningSignature.ForShape("""[{"text":"a|b"}]"""), "lab/m");

        Assert.Equal(("lab/m", """[{"text":"a|b"}]"""), (ReasoningSignature.OriginOf(signature), ReasoningSignature.ShapeOf(signature)));
        Assert.Equal(("lab/m", null), (ReasoningSignature.OriginOf(ReasoningSignature.From("lab/m")), ReasoningSignature.ShapeOf(ReasoningSignature.From("lab/m"))));
    }

    [Fact]
    public void The_gateways_own_signature_tells_its_origin_and_signatures_nothing()
    {
        var signature = ReasoningSignature.From("lab/org/model");

        Assert.Equal("lab/org/model", ReasoningSignature.OriginOf(signature));
        Assert.True(ReasoningSignature.IsMarked(signature));
        Assert.True(ReasoningSignature.IsOwn(Encoding.UTF8.GetBytes(signature)));
        Assert.Null(ReasoningSignature.Received(signature));
        Assert.True(ReasoningSignature.IsIn(Encoding.UTF8.GetBytes($$"""{"signature":"{{signature}}"}""")));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("rm1:from:", null)]
    [InlineData("rm1:from", "rm1:from")]
    [InlineData("rm1:responses:rs_1:blob", "rm1:responses:rs_1:blob")]
    [InlineData("EqQBCgIYAh", "EqQBCgIYAh")]
    public void Other_signatures_are_taken_as_they_come(string? signature, string? expected) => Assert.Equal(expected, ReasoningSignature.Received(signature));

    [Theory]
    [InlineData("""{"signature":"rm1:responses:x"}""", true)]
    [InlineData("""{"signature":"EqQB"}""", false)]
    [InlineData("""{"text":"\"rm1:responses:x\""}""", false)]
    [InlineData("""{"text":"\"rm1:","signature": "rm1:"}""", true)]
    [InlineData("", false)]
    public void A_marked_signature_is_seen_in_a_body(string json, bool expected) => Assert.Equal(expected, ReasoningSignature.IsIn(Encoding.UTF8.GetBytes(json)));
}
