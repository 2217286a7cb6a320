using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Abstractions.Servers;
using RouterMaestro.Protocols.OpenAI.Chat.Responses;
using RouterMaestro.Protocols.Signatures;
using RouterMaestro.Protocols.Tools;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.Script;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>The thought signatures of Gemini, which refuses a call that comes back without its own (ai.google.dev/gemini-api/docs/thought-signatures).</summary>
public class OpenAIChatCallSignatureTests
{
    private const string Google = """ "extra_content":{"google":{"thought_signature":"a+/\"==\u00e9"}}""";
    private const string Placeholder = """{"google":{"thought_signature":"skip_thought_signature_validator"}}""";

    private static RequestTarget Target { get; } = new(new ModelRef("lab", "gemini-3-pro"), "\"m\""u8.ToArray(), ModelLimits.Unknown) { AskForUsage = false };

    private static RequestTarget Signing { get; } = Target with { Server = ServerFacts.Compatible with { SignsCalls = true } };

    public static TheoryData<string> Spellings => new(Google, """ "provider_specific_fields":{"thought_signature":"sig=="}""", """ "thought_signature":"sig==" """);

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_signature_returns_on_its_call_as_it_came(string member)
    {
        string[] calls = [CallOf("a", member), CallOf("b"), CallOf("c", member.Replace("==", "=c", StringComparison.Ordinal))];
        foreach (var response in (ChatResponse[])[Whole(calls), Streamed(calls)])
        {
            Assert.Equal(["a", "b", "c"], response.Parts.OfType<ToolCallPart>().Select(call => call.Id));
            AssertJson($"[{string.Join(',', calls)}]", CallsSentBack(response, Target));
        }
    }

    [Theory]
    [InlineData("""{"index":0,"id":"a","type":"function","function":{"name":"f"}}""", """{"index":0,"extra_content":{"google":{"thought_signature":"s"}},"function":{"arguments":"{}"}}""", false)]
    [InlineData("""{"index":0,"id":"a","extra_content":{"google":{"thought_signature":"s"}}}""", """{"index":0,"function":{"name":"f","arguments":"{}"}}""", true)]
    [InlineData("""{"index":0,"id":"a","function":{"name":"f","arguments":""},"extra_content":{"google":{"thought_signature":"s"}}}""", """{"index":0,"function":{"arguments":"{}"},"extra_content":{"google":{"thought_signature":"other"}}}""", true)]
    public void A_signature_may_come_in_any_piece_before_the_arguments(string first, string second, bool isBefore)
    {
        var memory = new Memory();
        var script = Decode(Chunk($$"""{"tool_calls":[{{first}}]}"""), Chunk($$"""{"tool_calls":[{{second}}]}"""), Chunk("{}", "\"tool_calls\""), "[DONE]");
        var caller = new Script();
        var events = new CallEvents(new(new LossSink(), static () => "0") { Signatures = memory }, caller);
        script.Events.ForEach(e => events.Write(e));

        Assert.Equal("""{"extra_content":{"google":{"thought_signature":"s"}}}""", Assert.Single(memory.Known).Value);
        Assert.Equal(isBefore ? [PartKind.Reasoning, PartKind.ToolCall] : [PartKind.ToolCall], caller.Events.OfType<ChatEvent.PartStarted>().Select(e => e.Kind));
        Assert.Equal(isBefore ? 1 : 0, caller.Events.OfType<ChatEvent.SignatureDelta>().Count());
    }

    [Fact]
    public void Another_provider_does_not_get_it()
    {
        var losses = new LossSink();
        AssertJson($"[{CallOf("a")}]", CallsSentBack(Whole(CallOf("a", Google)), Target with { Model = new("other", "gemini-3-pro") }, losses));
        Assert.Equal(["thinking"], losses.Fields);
    }

    [Theory]
    [InlineData("{\"role\":\"user\"}")]
    [InlineData("{\"extra_content\":")]
    [InlineData("7")]
    public void What_a_caller_changed_is_left_out(string members)
    {
        Message message = new(Role.Assistant, [new ReasoningPart(JsonText.Empty) { Signature = $"rm1:from:lab/m|call {members}" }, new ToolCallPart("a", "f", RawJson.EmptyObject)]);

        AssertJson($"[{CallOf("a", arguments: "{}")}]", CallsOf(message, Target));
    }

    [Fact]
    public void A_caller_of_Chat_gets_it_on_the_call_with_or_without_reasoning()
    {
        foreach (var options in (ResponseOptions[])[Options, Options with { ShowReasoning = false }])
        {
            var whole = JsonNode.Parse(WriteResponse(Whole(CallOf("a", Google), CallOf("b")), options))!["choices"]![0]!["message"]!;
            AssertJson($"[{CallOf("a", Google)},{CallOf("b")}]", whole["tool_calls"]!.ToJsonString());
            Assert.Null(whole["reasoning_details"]);

            var events = Decode(Chunk($$"""{"tool_calls":[{{Indexed(CallOf("a", Google), 0)}},{{Indexed(CallOf("b"), 1)}}]}"""), Chunk("{}", "\"tool_calls\""), "[DONE]").Events;
            var back = OpenAIChatTesting.Decode(Encoding.UTF8.GetBytes(Encode(events, options))).Build();
            AssertJson($"[{CallOf("a", Google)},{CallOf("b")}]", CallsSentBack(back, Target));
        }
    }

    [Fact]
    public void Calls_of_other_models_go_to_Gemini_with_the_word_that_stands_for_none()
    {
        Message message = new(Role.Assistant, [new ToolCallPart("a", "f", RawJson.EmptyObject), new ToolCallPart("b", "f", RawJson.EmptyObject)]);

        AssertJson($$"""[{{CallOf("a", $"\"extra_content\":{Placeholder}", "{}")}},{{CallOf("b", arguments: "{}")}}]""", CallsOf(message, Signing));
        AssertJson($$"""[{{CallOf("a", arguments: "{}")}},{{CallOf("b", arguments: "{}")}}]""", CallsOf(message, Target));
        AssertJson($$"""[{{CallOf("a", arguments: "{}")}},{{CallOf("b", arguments: "{}")}}]""", CallsOf(message, Signing with { Model = new("lab", "gemini-2.5-pro") }));
    }

    [Fact]
    public void What_is_remembered_stands_in_for_what_did_not_come_back()
    {
        var memory = new Memory();
        Message message = new(Role.Assistant, [new ToolCallPart("a", "f", RawJson.EmptyObject), new ToolCallPart("b", "f", RawJson.EmptyObject)]);
        memory.Known["a"] = """{"extra_content":{"google":{"thought_signature":"s"}}}""";
        memory.Known["b"] = """{"role":"user"}""";

        AssertJson($$"""[{{CallOf("a", """ "extra_content":{"google":{"thought_signature":"s"}}""", "{}")}},{{CallOf("b", arguments: "{}")}}]""", CallsOf(message, Signing with { CallSignatures = memory }));
    }

    [Fact]
    public void What_a_caller_of_Chat_returns_counts_before_what_is_remembered()
    {
        var memory = new Memory();
        memory.Known["a"] = """{"extra_content":{"google":{"thought_signature":"s"}}}""";
        var request = Read($$"""{"model":"m","messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{{CallOf("a", Google)}}]},{"role":"tool","tool_call_id":"a","content":"1"}]}""");

        AssertJson($"[{CallOf("a", Google)}]", JsonNode.Parse(WriteRequest(request, Signing with { CallSignatures = memory }))!["messages"]![1]!["tool_calls"]!.ToJsonString());
    }

    [Fact]
    public void A_call_is_remembered_as_its_caller_gets_it_however_the_stream_is_cut() => Gen.Int[1, 4].List[0, 20].Sample(cuts =>
    {
        var memory = new Memory();
        const string Arguments = """ "{\"a\": [1, \"}\"]}" """;
        var events = new CallEvents(new(new LossSink(), static () => "0123456789abcdef") { Signatures = memory }, new Script());
        events.Write(new ChatEvent.PartStarted(0, PartKind.Reasoning));
        events.Write(new ChatEvent.SignatureDelta(0, CallSignature.Of("""{"thought_signature":"s"}""")));
        events.Write(new ChatEvent.PartEnded(0));
        events.Write(new ChatEvent.PartStarted(1, PartKind.ToolCall) { CallId = "", Name = "f" });
        var at = 0;
        foreach (var length in cuts.Append(Arguments.Length))
        {
            var piece = Arguments[at..Math.Min(at + length, Arguments.Length)];
            events.Write(new ChatEvent.PartDelta(1, piece));
            at += piece.Length;
        }

        events.Write(new ChatEvent.Completed(FinishReason.ToolCalls, null));

        var whole = new Memory();
        new ResponseCalls(new LossSink(), static () => "0123456789abcdef") { Signatures = whole }.Apply(new(
            [new ReasoningPart(JsonText.Empty) { Signature = CallSignature.Of("""{"thought_signature":"s"}""") }, ToolCallPart.FromText("", "f", Arguments)], FinishReason.ToolCalls, null));
        Assert.Equal(new("call_0123456789abcdef00", "f", RawJson.Parse("""{"a":[1,"}"]}""")), Assert.Single(memory.Calls));
        Assert.Equal(memory.Calls, whole.Calls);
        Assert.Equal(memory.Known, whole.Known);
    }, iter: 50);

    private static string CallOf(string id, string? member = null, string arguments = "{\\\"n\\\":1}") =>
        $$$"""{"id":"{{{id}}}","type":"function",{{{(member is null ? "" : member + ",")}}}"function":{"name":"f","arguments":"{{{arguments}}}"}}""";

    private static string Indexed(string call, int index) => $$"""{"index":{{index}},{{call[1..]}}""";

    private static ChatResponse Whole(params string[] calls) => OpenAIChatResponseReader.Read(
        Encoding.UTF8.GetBytes($$"""{"choices":[{"index":0,"message":{"content":null,"tool_calls":[{{string.Join(',', calls)}}]},"finish_reason":"tool_calls"}]}""")).Response!;

    private static ChatResponse Streamed(params string[] calls) =>
        Decode([.. calls.Select((call, index) => Chunk($$"""{"tool_calls":[{{Indexed(call, index)}}]}""")), Chunk("{}", "\"tool_calls\""), "[DONE]"]).Fold();

    private static string CallsSentBack(ChatResponse response, RequestTarget target, LossSink? losses = null) => CallsOf(
        new(Role.Assistant, [.. response.Parts.Select(part => part is ReasoningPart proof ? proof with { Signature = ReasoningSignature.Named(proof.Signature, "lab/m") } : part)]), target, losses);

    private static string CallsOf(Message message, RequestTarget target, LossSink? losses = null) =>
        JsonNode.Parse(WriteRequest(new("m", [Message.User("q"), message]), target, losses))!["messages"]![1]!["tool_calls"]!.ToJsonString();

    private sealed class Memory : ICallSignatures
    {
        public Dictionary<string, string> Known { get; } = [];

        public List<ToolCallPart> Calls { get; } = [];

        public bool Any => Known.Count > 0;

        public string? Find(ToolCallPart call) => Known.GetValueOrDefault(call.Id);

        public void Remember(ToolCallPart call, string members)
        {
            Calls.Add(call);
            Known[call.Id] = members;
        }
    }
}
