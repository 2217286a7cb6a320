using System.Text;
using CsCheck;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Anthropic;
using RouterMaestro.Protocols.Tests.Json;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public class AnthropicEditsTests
{
    private static readonly AnthropicCodec _codec = new();

    [Theory]
    [InlineData("{\"model\":\"a\",\"max_tokens\":5,\"messages\":[1]}", "{\"model\":\"served-x\",\"max_tokens\":5,\"messages\":[1]}")]
    [InlineData("{\"model\":\"a\",\"max_tokens\":0,\"messages\":[1]}", "{\"model\":\"served-x\",\"max_tokens\":0,\"messages\":[1]}")]
    [InlineData("{\"model\":\"a\",\"messages\":[1]}", "{\"max_tokens\":777,\"model\":\"served-x\",\"messages\":[1]}")]
    [InlineData("{\"max_tokens\":null,\"messages\":[1],\"model\":\"a\"}", "{\"max_tokens\":777,\"messages\":[1],\"model\":\"served-x\"}")]
    public void Only_the_declared_edits_are_made(string body, string expected) => Assert.Equal(expected, EditedBody.Rewrite(_codec, _codec, body));

    [Fact]
    public void An_unknown_limit_is_4096_tokens() =>
        Assert.Equal(
            "{\"max_tokens\":4096,\"model\":\"served-x\",\"messages\":[1]}",
            EditedBody.Rewrite(_codec, _codec, "{\"model\":\"a\",\"messages\":[1]}", EditedBody.Target with { Limits = ModelLimits.Unknown }));

    [Fact]
    public void Nothing_but_the_declared_members_changes_whatever_else_is_spelled_like_them() =>
        RandomJson.Requests.Sample(
            body =>
            {
                var before = SlowScanner.Read(Encoding.UTF8.GetBytes(body)).Members!;
                var after = SlowScanner.Read(Encoding.UTF8.GetBytes(EditedBody.Rewrite(_codec, _codec, body))).Members!;
                Assert.Equal(("max_tokens", "777"), (after[0].Key, after[0].Value));
                Assert.Equal(before.Select(m => m.Key is "model" or "mod\\u0065l" ? m with { Value = "\"served-x\"" } : m), after.Skip(1));
            },
            iter: 600);
}
