using OpenAI.Chat;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's client lists models and talks.</summary>
public sealed class OpenAISdkTests(GatewayFixture fixture) : SdkTalkTests(fixture)
{
    protected override string ChatLimit => "max_completion_tokens";

    [Fact]
    public async Task Models_of_all_providers_are_listed()
    {
        var models = await OpenAISdk.Client(Gateway).GetOpenAIModelClient().GetModelsAsync();

        Assert.Equal(["chat/simulated-model", "messages/simulated-model", "responses/simulated-model", "router-maestro"], models.Value.Select(m => m.Id).Order());
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
    public async Task A_response_has_text_usage_and_finish_reason(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("Hello \"Wörld\"\n😀").WithUsage(12, 3, cacheRead: 4));

        var response = (await OpenAISdk.Chat(Gateway, upstream).CompleteChatAsync([new UserChatMessage("hi")])).Value;

        Assert.Equal("Hello \"Wörld\"\n😀", Assert.Single(response.Content).Text);
        Assert.Equal((ChatFinishReason.Stop, ChatMessageRole.Assistant, Model(upstream)), (response.FinishReason, response.Role, response.Model));
        Assert.NotEmpty(response.Id);
        Assert.Equal((16, 3, 19), (response.Usage.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal(4, response.Usage.InputTokenDetails.CachedTokenCount);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_streamed_response_arrives_piece_by_piece(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("Hel", "lo ", "there").WithUsage(12, 3, cacheRead: 4));
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
    public async Task A_model_that_stops_at_the_limit_says_so(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("cut").WithStop(SimulatedStop.Length));
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

        var headers = Assert.Single(Received).Headers;
        Assert.Equal($"Bearer {TestGateway.UpstreamKey}", headers["Authorization"]);
        Assert.DoesNotContain(headers, h => h.Value.Contains(TestGateway.Key, StringComparison.Ordinal));
    }

    protected override Task TalkAsync(string upstream) => OpenAISdk.Chat(Gateway, upstream).CompleteChatAsync(
        [new SystemChatMessage("Be brief."), new UserChatMessage("one"), new AssistantChatMessage("two"), new UserChatMessage("three")],
        new ChatCompletionOptions { MaxOutputTokenCount = 50, Temperature = 0.25f, StopSequences = { "END" } });

    protected override async Task<string> ShowAsync(string upstream, string text, byte[] png)
    {
        var message = new UserChatMessage(
            ChatMessageContentPart.CreateTextPart(text), ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(png), "image/png"));
        return Assert.Single((await OpenAISdk.Chat(Gateway, upstream).CompleteChatAsync([message])).Value.Content).Text;
    }

    protected override async Task<string> FillInAsync(string upstream, string schema)
    {
        var format = ChatResponseFormat.CreateJsonSchemaFormat("answer", BinaryData.FromString(schema), jsonSchemaIsStrict: true);
        var response = await OpenAISdk.Chat(Gateway, upstream).CompleteChatAsync([new UserChatMessage("hi")], new ChatCompletionOptions { ResponseFormat = format });
        return response.Value.Content[0].Text;
    }
}
