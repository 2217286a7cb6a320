using System.Text.Json.Nodes;
using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Abstractions.Servers;
using RouterMaestro.Protocols.Signatures;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat.Servers;

/// <summary>What is written for servers that are compatible with OpenAI.</summary>
public sealed class CompatibleServerTests
{
    private static readonly RawJson _schema = RawJson.Parse("""{"type":"object"}""");
    private static readonly ImagePart _image = new(new MediaSource.Base64("image/png", "AAAA"));
    private readonly LossSink _losses = new();

    private static ToolCallPart Call { get; } = new("a", "f", RawJson.EmptyObject);

    [Fact]
    public void There_is_one_system_message_and_later_ones_are_words_of_the_user_in_their_place() => AssertMessages(
        """
        [{"role":"system","content":"top\n\nrules"},
         {"role":"user","content":"q\n\nagents: x"},
         {"role":"assistant","content":"yes"},
         {"role":"user","content":"mid"}]
        """,
        Message.System("top"), new(Role.Developer, [new TextPart("rules")]), Message.User("q"), Message.System("agents: x"), Message.Assistant("yes"), new(Role.Developer, [new TextPart("mid")]));

    [Fact]
    public void Instructions_between_a_call_and_its_result_follow_the_result() => AssertMessages(
        """
        [{"role":"user","content":"q"},
         {"role":"assistant","content":"","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"a","content":"1\n\n2"},
         {"role":"user","content":"mid\n\nnext"}]
        """,
        Message.User("q"), new Message(Role.Assistant, [Call]), Message.System("mid"), new(Role.User, [new ToolResultPart("a", [new TextPart("1"), new TextPart("2")]), new TextPart("next")]));

    [Fact]
    public void The_images_of_a_result_and_what_follows_are_one_message() => AssertMessages(
        """
        [{"role":"assistant","content":"","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"a","content":"seen"},
         {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"what is it?"}]}]
        """,
        new Message(Role.Assistant, [Call]), new(Role.User, [new ToolResultPart("a", [new TextPart("seen"), _image]), new TextPart("what is it?")]));

    [Fact]
    public void A_name_keeps_the_words_of_its_participant_apart() => AssertMessages(
        """[{"role":"user","name":"ann","content":"a"},{"role":"user","content":"b"}]""", Message.User("a") with { Name = "ann" }, Message.User("b"));

    [Fact]
    public void A_server_of_strings_gets_no_images_and_the_caller_learns_it()
    {
        AssertMessages("""[{"role":"user","content":"a\n\nb"}]""", ServerFacts.Compatible with { Content = ContentForm.String }, new Message(Role.User, [new TextPart("a"), _image, new TextPart("b")]));
        Assert.Equal(["messages.image"], _losses.Fields);
    }

    [Fact]
    public void A_failed_result_of_several_texts_is_marked_once() => AssertMessages(
        """
        [{"role":"assistant","content":"","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"a","content":"Error: no\n\nway"}]
        """,
        new Message(Role.Assistant, [Call]), new(Role.User, [new ToolResultPart("a", [new TextPart("no"), new TextPart("way")], IsError: true)]));

    [Theory]
    [InlineData("Named", "specific", "fg", """{"type":"function","function":{"name":"g"}}""", false)]
    [InlineData("Required", "specific", "g", "\"required\"", false)]
    [InlineData("Required", "required", "fg", "\"required\"", false)]
    [InlineData("Auto", "specific", "fg", "\"auto\"", true)]
    [InlineData("Auto", "required", "fg", "\"auto\"", true)]
    [InlineData("Auto", "auto", "fg", "\"auto\"", false)]
    [InlineData("Auto", "none", "", null, false)]
    [InlineData("None", "required", "fg", null, true)]
    [InlineData("None", "auto", "fg", null, false)]
    public void A_choice_of_tools_is_written_as_far_as_the_server_knows_it(string form, string choice, string tools, string? expected, bool isLost)
    {
        var request = new ChatRequest("m", [Message.User("q")])
        {
            Tools = [new Tool.Function("f", null, _schema), new Tool.Function("g", null, _schema)],
            ToolChoice = choice switch { "specific" => new ToolChoice.Specific("g"), "required" => new ToolChoice.Required(), "none" => new ToolChoice.None(), _ => new ToolChoice.Auto() },
        };

        var written = Write(request, ServerFacts.Compatible with { ToolChoice = Enum.Parse<ToolChoiceForm>(form) });

        Assert.Equal(tools, string.Concat((written["tools"] as JsonArray ?? []).Select(t => (string?)t!["function"]!["name"])));
        Assert.True(JsonNode.DeepEquals(expected is null ? null : JsonNode.Parse(expected), written["tool_choice"]), written.ToJsonString());
        Assert.Equal(isLost ? ["tool_choice"] : [], _losses.Fields);
    }

    [Theory]
    [InlineData("AsReceived", "reasoning")]
    [InlineData("ReasoningContent", "reasoning_content")]
    [InlineData("Reasoning", "reasoning")]
    [InlineData("None", null)]
    public void Reasoning_goes_back_in_the_member_that_the_server_takes(string member, string? expected)
    {
        var thought = new ReasoningPart("hm") { Signature = ReasoningSignature.Named(ReasoningSignature.ForShape("reasoning"), "p/m") };
        var request = new ChatRequest("m", [Message.User("q"), new Message(Role.Assistant, [thought, new TextPart("a")]), Message.User("z")]);

        var message = Write(request, ServerFacts.Compatible with { Reasoning = Enum.Parse<ReasoningMember>(member) })["messages"]![1]!.AsObject();

        Assert.Equal(expected, message.Select(m => m.Key).SingleOrDefault(name => name.StartsWith("reasoning", StringComparison.Ordinal)));
        Assert.Equal(expected is null ? ["thinking"] : [], _losses.Fields);
    }

    [Theory]
    [InlineData(true, "max_completion_tokens")]
    [InlineData(false, "max_tokens")]
    public void The_limit_of_a_response_has_the_name_that_the_server_knows(bool isNew, string name) =>
        Assert.NotNull(Write(new ChatRequest("m", [Message.User("q")]) { Sampling = new() { MaxTokens = 7 } }, ServerFacts.Compatible with { WantsMaxCompletionTokens = isNew })[name]);

    [Fact]
    public void Every_text_arrives_in_its_order_and_no_role_follows_itself() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3]).Select((role, texts) => (Role: (Role)role, texts)).Array[1, 12].Sample(turns =>
        {
            var number = 0;
            Message[] messages = [.. turns.Select(t => new Message(t.Role, Enumerable.Range(0, t.texts).Select(_ => (ContentPart)new TextPart($"<{number++}>")).ToEquatableArray()))];

            var written = Write(new ChatRequest("m", messages.ToEquatableArray()), ServerFacts.Compatible)["messages"]!.AsArray();

            var roles = written.Select(m => (string?)m!["role"]).ToList();
            Assert.DoesNotContain("system", roles.Skip(1));
            Assert.All(roles.Zip(roles.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
            Assert.Equal(Enumerable.Range(0, number).Select(n => $"<{n}>"), written.SelectMany(m => ((string?)m!["content"])!.Split("\n\n")));
            Assert.True(_losses.IsEmpty);
        });

    private void AssertMessages(string expected, params Message[] messages) => AssertMessages(expected, ServerFacts.Compatible, messages);

    private void AssertMessages(string expected, ServerFacts facts, params Message[] messages) =>
        AssertJson(expected, Write(new ChatRequest("m", messages.ToEquatableArray()), facts)["messages"]!.ToJsonString());

    private JsonNode Write(ChatRequest request, ServerFacts facts) => JsonNode.Parse(WriteRequest(request, Target() with { Server = facts }, _losses))!;
}
