using System.Text;
using RouterMaestro.Protocols.Abstractions.Servers;
using RouterMaestro.Protocols.OpenAI.Chat;
using RouterMaestro.Protocols.OpenAI.Chat.Passthrough;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat.Servers;

/// <summary>The messages of callers that speak Chat, where the operator wants them simple.</summary>
public sealed class SimpleMessagesTests
{
    private const string Mixed = """
        {"model":"p/m","messages":[{"role":"system","content":"a"},{"role":"developer","content":[{"type":"text","text":"b"},{"type":"text","text":"c"}],"x":1},
        {"role":"user","content":"q","cache":true},{"role":"system","content":"mid"},{"role":"assistant","content":null,"tool_calls":[{"id":"t"}],"reasoning_content":"hm"},
        {"role":"tool","tool_call_id":"t","content":[{"type":"text","text":"1"},{"type":"text","text":"2"}]},
        {"role":"user","content":[{"type":"text","text":"z"},{"type":"image_url","image_url":{"url":"u"}}]}],"seed":7}
        """;

    [Fact]
    public void They_become_simple_and_keep_what_the_gateway_does_not_know() => AssertJson(
        """
        {"model":"m","messages":[{"role":"system","content":"a\n\nb\n\nc"},{"role":"user","content":"q\n\nmid","cache":true},
        {"role":"assistant","content":"","tool_calls":[{"id":"t"}],"reasoning_content":"hm"},{"role":"tool","tool_call_id":"t","content":"1\n\n2"},
        {"role":"user","content":[{"type":"text","text":"z"},{"type":"image_url","image_url":{"url":"u"}}]}],"seed":7}
        """,
        Rewrite(Mixed, ServerFacts.Compatible with { SimplifiesCallers = true }));

    [Fact]
    public void They_pass_untouched_unless_the_operator_asks() => Assert.Equal(Mixed.Replace("p/m", "m", StringComparison.Ordinal), Rewrite(Mixed, ServerFacts.Compatible));

    [Theory]
    [InlineData("""[{"role":"system","content":"a"},{"role":"user","content":"q"},{"role":"assistant","content":"b"}]""")]
    [InlineData("""[{"role":"user","content":"q","name":"a"},{"role":"user","content":"z","name":"b"}]""")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    public void Simple_ones_and_those_that_are_none_stay(string messages) => Assert.Null(OpenAIChatSimpleMessages.Rewrite(Encoding.UTF8.GetBytes(messages)));

    private static string Rewrite(string body, ServerFacts facts) => EditedBody.Rewrite(new OpenAIChatCodec(), new OpenAIChatCodec(), body, Target() with { AskForUsage = false, Server = facts });
}
