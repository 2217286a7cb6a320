using System.ClientModel;
using System.Diagnostics;
using System.Text;
using OpenAI.Chat;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's client reports errors, before and after the first content.</summary>
public sealed class OpenAISdkErrorTests(GatewayFixture fixture) : SdkErrorTests(fixture)
{
    private static readonly ChatMessage[] _hello = [new UserChatMessage("hi")];

    [Theory]
    [InlineData("""{"model":"chat/simulated-model","messages":[]}""", "messages")]
    [InlineData("""{"model":"chat/simulated-model","messages":"hi"}""", "messages")]
    [InlineData("""{"model":7,"messages":[{"role":"user","content":"hi"}]}""", "model")]
    [InlineData("""{"model":"messages/simulated-model","messages":[{"role":"wizard","content":"hi"}]}""", "messages.0.role")]
    [InlineData("""{"model":"chat/simulated-model","messages":[{"role":"user","content":"hi"}]""", null)]
    public async Task A_bad_request_names_its_field(string json, string? param)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => OpenAISdk.Chat(Gateway, "chat").CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(json))));

        Assert.Equal(400, error.Status);
        var body = error.GetRawResponse()!.Content.ToObjectFromJson<Dictionary<string, Dictionary<string, string?>>>()!["error"];
        Assert.Equal(("invalid_request_error", param), (body["type"], body["param"]));
        Assert.NotEmpty(body["message"]!);
        Assert.Empty(Received);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Retry_headers_reach_the_client_which_obeys_them(string upstream)
    {
        Upstream.Enqueue(SimulatedFault.Status(429, retryAfter: TimeSpan.FromSeconds(7)), SimulatedFault.Status(429, retryAfter: TimeSpan.FromSeconds(1)));
        var patient = OpenAISdk.Client(Gateway, retries: 1).GetChatClient(Model(upstream));

        var error = await Assert.ThrowsAsync<ClientResultException>(() => OpenAISdk.Chat(Gateway, upstream).CompleteChatAsync(_hello));
        var start = Stopwatch.GetTimestamp();
        var response = await patient.CompleteChatAsync(_hello);

        Assert.True(error.GetRawResponse()!.Headers.TryGetValue("retry-after", out var seconds));
        Assert.Equal("7", seconds);
        Assert.Equal("model=simulated-model text=hi", response.Value.Content[0].Text);
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.95));
    }

    [Fact]
    public async Task Refusals_of_other_endpoints_have_their_status_too()
    {
        var model = await Assert.ThrowsAsync<ClientResultException>(() => OpenAISdk.Client(Gateway).GetOpenAIModelClient().GetModelAsync("nobody/nothing"));
        var models = await Assert.ThrowsAsync<ClientResultException>(() => OpenAISdk.Client(Gateway, "sk-wrong").GetOpenAIModelClient().GetModelsAsync());

        Assert.Equal((404, 401), (model.Status, models.Status));
        Assert.Contains("nobody/nothing", model.Message, StringComparison.Ordinal);
    }

    protected override async Task<(int Status, string Message)> RefusedAsync(string model, bool stream, string key = TestGateway.Key)
    {
        var chat = OpenAISdk.Client(Gateway, key).GetChatClient(model);
        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => stream ? OpenAISdk.ReadAsync(chat.CompleteChatStreamingAsync(_hello), new()) : chat.CompleteChatAsync(_hello));
        Assert.True(model != "nobody/nothing" || error.Message.Contains("model_not_found", StringComparison.Ordinal), error.Message);
        return (error.Status, error.Message);
    }

    // OpenAI for .NET 2.15.0 reads an error frame as the end of the response; only a broken connection makes it throw
    protected override async Task<string> ReadBrokenAsync(TestGateway gateway, string upstream, string way)
    {
        var text = new StringBuilder();
        await Assert.ThrowsAnyAsync<IOException>(() => OpenAISdk.ReadAsync(OpenAISdk.Chat(gateway, upstream).CompleteChatStreamingAsync(_hello), text));
        return text.ToString();
    }
}
