using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Chat.Responses;
using RouterMaestro.Protocols.Signatures;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.Script;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>
/// Reasoning returns to its server in the member in which it came: Mistral (charmbracelet/crush#1590) and Groq
/// (tashfeenahmed/freellmapi#1070) refuse reasoning_content.
/// </summary>
public class OpenAIChatReasoningShapesTests
{
    private const string Details = """[{"type":"reasoning.text","text":"hm","signature":"s","index":0},{"type":"reasoning.encrypted","data":"d","index":1}]""";

    private static RequestTarget Target { get; } = new(new ModelRef("lab", "m"), "\"m\""u8.ToArray(), ModelLimits.Unknown) { AskForUsage = false };

    public static TheoryData<string, string> Messages => new()
    {
        { """{"content":"a","reasoning_content":"hm"}""", """{"role":"assistant","content":"a","reasoning_content":"hm"}""" },
        { """{"content":"a","reasoning":"hm"}""", """{"role":"assistant","content":"a","reasoning":"hm"}""" },
        { """{"content":"a","reasoning":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm"}]}""", """{"role":"assistant","content":"a","reasoning":"hm"}""" },
        { $$"""{"content":"a","reasoning":"hm","reasoning_details":{{Details}}}""", $$"""{"role":"assistant","content":"a","reasoning_details":{{Details}}}""" },
        { $$"""{"content":"a","reasoning_details":{{Details}}}""", $$"""{"role":"assistant","content":"a","reasoning_details":{{Details}}}""" },
        {
            """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"a"}]}""",
            """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"a"}]}"""
        },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Reasoning_returns_to_its_server_in_its_own_shape(string message, string expected)
    {
        var whole = OpenAIChatResponseReader.Read(Encoding.UTF8.GetBytes($$"""{"choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}]}""")).Response!;
        var streamed = Script.Decode(Chunk(message), Chunk("{}", "\"stop\""), "[DONE]").Fold();

        AssertJson(expected, SentBack(whole, "lab/m", Target));
        AssertJson(expected, SentBack(streamed, "lab/m", Target));
    }

    [Fact]
    public void Streamed_details_are_joined() => AssertJson(
        """{"role":"assistant","content":"a","reasoning_details":[{"type":"reasoning.text","text":"h\"m","index":0,"signature":"s"}]}""",
        SentBack(
            Script.Decode(
                Chunk("""{"reasoning":"h","reasoning_details":[{"type":"reasoning.text","text":"h","index":0}]}"""),
                Chunk("""{"reasoning":"\"m","reasoning_details":[{"type":"reasoning.text","text":"\"m","index":0,"signature":null}]}"""),
                Chunk("""{"content":"a","reasoning_details":[{"type":"reasoning.text","signature":"s","index":0}]}"""),
                Chunk("{}", "\"stop\"")).Fold(),
            "lab/m",
            Target));

    [Theory]
    [InlineData("other/m", false)]
    [InlineData("laboratory/m", false)]
    [InlineData("lab/m", true)]
    public void Reasoning_does_not_go_to_another_server(string origin, bool isOpenAI)
    {
        var response = new ChatResponse([new ReasoningPart("hm"), new TextPart("a")], FinishReason.Stop, null);
        var losses = new LossSink();

        AssertJson("""{"role":"assistant","content":"a"}""", SentBack(response, origin, Target with { IsOpenAIItself = isOpenAI }, losses));
        Assert.Equal(["thinking"], losses.Fields);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("[{\"a\":")]
    [InlineData("role")]
    public void An_unknown_shape_is_left_out(string shape)
    {
        var response = new ChatResponse([new ReasoningPart("hm") { Signature = $"rm1:from:lab/m|{shape}" }, new TextPart("a")], FinishReason.Stop, null);

        AssertJson("""{"role":"assistant","content":"a"}""", SentBack(response, "lab/m", Target));
    }

    [Fact]
    public void A_caller_returns_signatures_to_their_provider()
    {
        var response = new ChatResponse(
            [new ReasoningPart("hm") { Signature = "sig" }, new RedactedReasoningPart("blob"), new ReasoningPart("so") { Signature = "rm1:responses:rs_1:x" }, new TextPart("a")],
            FinishReason.Stop,
            null);
        using var document = JsonDocument.Parse(WriteResponse(response));
        var message = document.RootElement.GetProperty("choices")[0].GetProperty("message").GetRawText();

        var read = Read($$"""{"model":"m","messages":[{"role":"user","content":"hi"},{{message}}]}""").Messages[1];

        Assert.Equal(response.Parts.Select(p => p is ReasoningPart { Signature: "rm1:responses:rs_1:x" } r ? r with { Signature = "rm1:responses@p:rs_1:x" } : p), read.Parts);
        Assert.True(read.Extensions.IsEmpty);
    }

    [Fact]
    public void Signatures_of_Chat_servers_stay_extensions() => Assert.Equal(
        [new("reasoning_details", Domain.RawJson.Parse(Details))],
        Read($$"""{"model":"m","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"a","reasoning_details":{{Details}}}]}""").Messages[1].Extensions.Fields);

    [Theory]
    [InlineData("rm1:from:lab/m", "enabled")]
    [InlineData("rm1:from:other/m", "disabled")]
    [InlineData(null, "disabled")]
    public void A_tool_loop_that_lost_its_reasoning_disables_thinking(string? signature, string expected)
    {
        var request = new ChatRequest(
            "m",
            [
                new(Role.User, [new TextPart("hi")]),
                new(Role.Assistant, [new ReasoningPart("hm") { Signature = signature }, ToolCallPart.FromText("c1", "f", "{}")]),
                new(Role.User, [new ToolResultPart("c1", [new TextPart("ok")])]),
            ])
        {
            Reasoning = new(ReasoningMode.Enabled),
        };

        Assert.Equal(expected, ReasoningOf(request));
        Assert.Equal("enabled", ReasoningOf(request with { Messages = [.. request.Messages, new(Role.Assistant, [new TextPart("a")]), new(Role.User, [new TextPart("go")])] }));
    }

    private static string? ReasoningOf(ChatRequest request)
    {
        using var document = JsonDocument.Parse(WriteRequest(request, Target with { SupportsThinkingParameter = true }));
        return document.RootElement.GetProperty("thinking").GetProperty("type").GetString();
    }

    /// <summary>Returns the message that a provider gets for a response that a caller of another protocol received.</summary>
    private static string SentBack(ChatResponse response, string origin, RequestTarget target, LossSink? losses = null)
    {
        var parts = response.Parts.Select(p => p is ReasoningPart reasoning ? reasoning with { Signature = ReasoningSignature.Signed(reasoning.Signature, origin) } : p);
        var request = new ChatRequest("m", [new(Role.Assistant, [.. parts])]);
        using var document = JsonDocument.Parse(WriteRequest(request, target, losses));
        return document.RootElement.GetProperty("messages")[0].GetRawText();
    }
}
