using System.Text;
using OpenAI.Chat;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's client lists models and talks.</summary>
public sealed class OpenAISdkTests(GatewayFixture fixture) : SdkTests(fixture)
{
    [Fact]
    public async Task Models_of_all_providers_are_listed()
    {
        var models = await OpenAISdk.Client(Gateway).GetOpenAIModelClient().GetModelsAsync();

        Assert.Equal(["chat/simulated-model", "messages/simulated-model", "responses/simulated-model"], models.Value.Select(m => m.Id).Order());
        Assert.All(models.Value, m => Assert.NotEmpty(m.OwnedBy));
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_model_is_found_by_an_id_with_a_slash(string upstream)
    {
        var model = await OpenAISdk.Client(Gateway).GetOpenAIModelClient().GetModelAsync(Model(upstream));

        Assert.Equal(Model(upstream), model.Value.Id);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task An_answer_comes_with_text_usage_and_finish_reason(string upstream)
    {
        Upstream.Reply(SimulatedAnswer.Text("Hello \"Wörld\"\n😀").WithUsage(12, 3, cacheRead: 4));

        var answer = (await OpenAISdk.Chat(Gateway, upstream).CompleteChatAsync([new UserChatMessage("hi")])).Value;

        Assert.Equal("Hello \"Wörld\"\n😀", Assert.Single(answer.Content).Text);
        Assert.Equal((ChatFinishReason.Stop, ChatMessageRole.Assistant, Model(upstream)), (answer.FinishReason, answer.Role, answer.Model));
        Assert.NotEmpty(answer.Id);
        Assert.Equal((16, 3, 19), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
        Assert.Equal(4, answer.Usage.InputTokenDetails.CachedTokenCount);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_streamed_answer_comes_piece_by_piece(string upstream)
    {
        Upstream.Reply(SimulatedAnswer.Text("Hel", "lo ", "there").WithUsage(12, 3, cacheRead: 4));
        List<StreamingChatCompletionUpdate> updates = [];

        await foreach (var update in OpenAISdk.Chat(Gateway, upstream).CompleteChatStreamingAsync([new UserChatMessage("hi")]))
        {
            updates.Add(update);
        }

        Assert.Equal(["Hel", "lo ", "there"], updates.SelectMany(u => u.ContentUpdate).Select(c => c.Text).Where(t => t.Length > 0));
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(updates, u => u.FinishReason is not null).FinishReason);
        Assert.Equal(ChatMessageRole.Assistant, updates[0].Role);
        Assert.All(updates, u => Assert.Equal(Model(upstream), u.Model));
        Assert.Single(updates.Select(u => u.CompletionId).Distinct());
        var usage = Assert.Single(updates, u => u.Usage is not null).Usage;
        Assert.Equal((16, 3, 4), (usage.InputTokenCount, usage.OutputTokenCount, usage.InputTokenDetails.CachedTokenCount));
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task The_whole_conversation_and_its_settings_arrive(string upstream)
    {
        ChatMessage[] messages =
        [
            new SystemChatMessage("Be brief."), new UserChatMessage("one"), new AssistantChatMessage("two"), new UserChatMessage("three"),
        ];

        await OpenAISdk.Chat(Gateway, upstream).CompleteChatAsync(
            messages, new ChatCompletionOptions { MaxOutputTokenCount = 50, Temperature = 0.25f, StopSequences = { "END" } });

        var received = Assert.Single(Asked);
        Assert.Equal(("Be brief.", "three"), (received.Content.System, received.Content.LastUserText));
        var json = received.Json!.Value;
        Assert.Equal(0.25, json.GetProperty("temperature").GetDouble());
        Assert.Equal(50, json.GetProperty(upstream switch { "chat" => "max_completion_tokens", "messages" => "max_tokens", _ => "max_output_tokens" }).GetInt32());
        // Responses knows no stop sequences
        Assert.Equal(upstream != "responses", json.TryGetProperty(upstream == "chat" ? "stop" : "stop_sequences", out var stop));
        Assert.True(upstream == "responses" || stop[0].GetString() == "END");
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task An_image_arrives(string upstream)
    {
        var message = new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("what is it?"),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Convert.FromBase64String(Png)), "image/png"));

        var answer = await OpenAISdk.Chat(Gateway, upstream).CompleteChatAsync([message]);

        Assert.Equal("model=simulated-model images=1 text=what is it?", Assert.Single(answer.Value.Content).Text);
        Assert.Contains(Png, Encoding.UTF8.GetString(Assert.Single(Asked).Body.Span), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_schema_for_the_answer_arrives(string upstream)
    {
        Upstream.Reply(SimulatedAnswer.Text("""{"n":7}"""));
        var schema = BinaryData.FromString("""{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}""");

        var answer = await OpenAISdk.Chat(Gateway, upstream).CompleteChatAsync(
            [new UserChatMessage("hi")], new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("answer", schema, jsonSchemaIsStrict: true) });

        Assert.Equal("""{"n":7}""", answer.Value.Content[0].Text);
        var json = Assert.Single(Asked).Json!.Value;
        var arrived = upstream switch
        {
            "chat" => json.GetProperty("response_format").GetProperty("json_schema"),
            "messages" => json.GetProperty("output_config").GetProperty("format"),
            _ => json.GetProperty("text").GetProperty("format"),
        };
        Assert.Equal("integer", arrived.GetProperty("schema").GetProperty("properties").GetProperty("n").GetProperty("type").GetString());
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_model_that_stops_at_the_limit_says_so(string upstream)
    {
        Upstream.Reply(SimulatedAnswer.Text("cut").WithStop(SimulatedStop.Length));
        var chat = OpenAISdk.Chat(Gateway, upstream);

        var whole = await chat.CompleteChatAsync([new UserChatMessage("hi")]);
        var updates = await chat.CompleteChatStreamingAsync([new UserChatMessage("hi")]).Where(u => u.FinishReason is not null).ToListAsync();

        Assert.Equal(ChatFinishReason.Length, whole.Value.FinishReason);
        Assert.Equal(ChatFinishReason.Length, Assert.Single(updates).FinishReason);
    }

    [Fact]
    public async Task The_gateways_key_is_not_the_providers()
    {
        await OpenAISdk.Chat(Gateway, "chat").CompleteChatAsync([new UserChatMessage("hi")]);

        var headers = Assert.Single(Asked).Headers;
        Assert.Equal($"Bearer {TestGateway.UpstreamKey}", headers["Authorization"]);
        Assert.DoesNotContain(headers, h => h.Value.Contains(TestGateway.Key, StringComparison.Ordinal));
    }
}
