using OpenAI.Responses;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's client talks in Responses.</summary>
public sealed class ResponsesSdkTests(GatewayFixture fixture) : SdkTalkTests(fixture)
{
    private readonly ResponsesClient _client = OpenAISdk.Responses(fixture.Gateway);

    protected override bool KnowsStops => false;

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_response_has_text_usage_and_status(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("Hello \"Wörld\"\n😀").WithUsage(12, 3, cacheRead: 4));

        var response = (await _client.CreateResponseAsync(Model(upstream), "hi")).Value;

        Assert.Equal("Hello \"Wörld\"\n😀", response.GetOutputText());
        Assert.Equal((ResponseStatus.Completed, Model(upstream), "response"), (response.Status, response.Model, response.Object));
        Assert.NotEmpty(response.Id);
        Assert.Null(response.Error);
        Assert.Equal((16, 3, 19), (response.Usage.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal(4, response.Usage.InputTokenDetails.CachedTokenCount);
        var message = Assert.IsAssignableFrom<MessageResponseItem>(Assert.Single(response.OutputItems));
        Assert.Equal((MessageRole.Assistant, MessageStatus.Completed), (message.Role, message.Status));
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_streamed_response_arrives_piece_by_piece(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("Hel", "lo ", "there").WithUsage(12, 3, cacheRead: 4));

        var updates = await ResponsesSdk.ReadAsync(_client, ResponsesSdk.Ask(upstream));

        Assert.Equal(["Hel", "lo ", "there"], updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(u => u.Delta));
        Assert.Equal(Enumerable.Range(0, updates.Count), updates.Select(u => u.SequenceNumber));
        Assert.IsType<StreamingResponseCreatedUpdate>(updates[0]);
        var last = Assert.IsType<StreamingResponseCompletedUpdate>(updates[^1]).Response;
        Assert.Equal(("Hello there", Model(upstream), ResponseStatus.Completed), (last.GetOutputText(), last.Model, last.Status));
        Assert.Equal((16, 3, 4), (last.Usage.InputTokenCount, last.Usage.OutputTokenCount, last.Usage.InputTokenDetails.CachedTokenCount));
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_model_that_stops_at_the_limit_says_so(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("cut").WithStop(SimulatedStop.Length));
        foreach (var stream in new[] { false, true })
        {
            var response = await ResponsesSdk.AskAsync(_client, stream, ResponsesSdk.Ask(upstream));

            Assert.Equal((ResponseStatus.Incomplete, "cut"), (response.Status, response.GetOutputText()));
            Assert.Equal(ResponseIncompleteStatusReason.MaxOutputTokens, response.IncompleteStatusDetails.Reason);
        }
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_refusal_arrives_as_a_refusal(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Refusal("I can't help with that."));
        foreach (var stream in new[] { false, true })
        {
            var response = await ResponsesSdk.AskAsync(_client, stream, ResponsesSdk.Ask(upstream));

            var refusals = response.OutputItems.OfType<MessageResponseItem>().SelectMany(m => m.Content).Select(c => c.Refusal);
            Assert.True(
                refusals.Contains("I can't help with that.") || response.IncompleteStatusDetails?.Reason == ResponseIncompleteStatusReason.ContentFilter,
                $"{response.Status} {response.IncompleteStatusDetails?.Reason}");
        }
    }

    protected override Task TalkAsync(string upstream)
    {
        var ask = ResponsesSdk.Ask(
            upstream,
            ResponseItem.CreateUserMessageItem("one"),
            ResponseItem.CreateAssistantMessageItem("two"),
            ResponseItem.CreateUserMessageItem("three"));
        (ask.Instructions, ask.MaxOutputTokenCount, ask.Temperature) = ("Be brief.", 50, 0.25f);
        return _client.CreateResponseAsync(ask);
    }

    protected override async Task<string> ShowAsync(string upstream, string text, byte[] png)
    {
        var message = ResponseItem.CreateUserMessageItem(
        [
            ResponseContentPart.CreateInputTextPart(text),
            ResponseContentPart.CreateInputImagePart(BinaryData.FromBytes(png, "image/png")),
        ]);
        return (await _client.CreateResponseAsync(ResponsesSdk.Ask(upstream, message))).Value.GetOutputText();
    }

    protected override async Task<string> FillInAsync(string upstream, string schema)
    {
        var ask = ResponsesSdk.Ask(upstream);
        ask.TextOptions = new ResponseTextOptions
        {
            TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("answer", BinaryData.FromString(schema), jsonSchemaIsStrict: true),
        };
        return (await _client.CreateResponseAsync(ask)).Value.GetOutputText();
    }
}
