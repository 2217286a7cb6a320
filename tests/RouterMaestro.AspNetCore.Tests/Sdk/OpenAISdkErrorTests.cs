using System.ClientModel;
using System.Diagnostics;
using System.Text;
using OpenAI.Chat;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's client notices what goes wrong, before and after the first content.</summary>
public sealed class OpenAISdkErrorTests(GatewayFixture fixture) : SdkTests(fixture)
{
    private static readonly ChatMessage[] _hello = [new UserChatMessage("hi")];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_providers_error_keeps_its_status_and_words(string upstream, int status)
    {
        Upstream.Reply(SimulatedFault.Status(status, "the provider's very words"));
        var chat = OpenAISdk.Chat(Gateway, upstream);

        var whole = await Assert.ThrowsAsync<ClientResultException>(() => chat.CompleteChatAsync(_hello));
        var streamed = await Assert.ThrowsAsync<ClientResultException>(() => OpenAISdk.ReadAsync(chat.CompleteChatStreamingAsync(_hello), new()));

        Assert.Equal((status, status), (whole.Status, streamed.Status));
        Assert.Contains("the provider's very words", whole.Message, StringComparison.Ordinal);
        Assert.Contains("the provider's very words", streamed.Message, StringComparison.Ordinal);

        // the gateway asks once more after 500 and 503
        Assert.Equal(status is 500 or 503 ? 4 : 2, Asked.Count);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_wrong_key_is_refused_before_any_provider_is_asked(string upstream)
    {
        var client = OpenAISdk.Client(Gateway, "sk-wrong");

        var chat = await Assert.ThrowsAsync<ClientResultException>(() => client.GetChatClient(Model(upstream)).CompleteChatAsync(_hello));
        var models = await Assert.ThrowsAsync<ClientResultException>(() => client.GetOpenAIModelClient().GetModelsAsync());

        Assert.Equal((401, 401), (chat.Status, models.Status));
        Assert.Contains("The gateway key is wrong.", chat.Message, StringComparison.Ordinal);
        Assert.Empty(Asked);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        var client = OpenAISdk.Client(Gateway);

        var chat = await Assert.ThrowsAsync<ClientResultException>(() => client.GetChatClient("nobody/nothing").CompleteChatAsync(_hello));
        var model = await Assert.ThrowsAsync<ClientResultException>(() => client.GetOpenAIModelClient().GetModelAsync("nobody/nothing"));

        Assert.Equal((404, 404), (chat.Status, model.Status));
        Assert.Contains("model_not_found", chat.Message, StringComparison.Ordinal);
        Assert.Contains("nobody/nothing", model.Message, StringComparison.Ordinal);
    }

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
        Assert.Empty(Asked);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Retry_headers_reach_the_client_which_obeys_them(string upstream)
    {
        Upstream.Enqueue(SimulatedFault.Status(429, retryAfter: TimeSpan.FromSeconds(7)), SimulatedFault.Status(429, retryAfter: TimeSpan.FromSeconds(1)));
        var patient = OpenAISdk.Client(Gateway, retries: 1).GetChatClient(Model(upstream));

        var error = await Assert.ThrowsAsync<ClientResultException>(() => OpenAISdk.Chat(Gateway, upstream).CompleteChatAsync(_hello));
        var start = Stopwatch.GetTimestamp();
        var answer = await patient.CompleteChatAsync(_hello);

        Assert.True(error.GetRawResponse()!.Headers.TryGetValue("retry-after", out var seconds));
        Assert.Equal("7", seconds);
        Assert.Equal("model=simulated-model text=hi", answer.Value.Content[0].Text);
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.95));
    }

    [Theory]
    [MemberData(nameof(BreakOffs))]
    public async Task A_stream_that_breaks_off_throws_after_what_has_come(string upstream, string way)
    {
        Upstream.Reply(BreaksOff(way));
        var text = new StringBuilder();

        // this client takes an error frame for the end of the answer: only a broken connection makes it throw
        await Assert.ThrowsAnyAsync<IOException>(
            () => OpenAISdk.ReadAsync(OpenAISdk.Chat(Gateway, upstream).CompleteChatStreamingAsync(_hello), text));

        Assert.Equal("one two ", text.ToString());
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_stream_that_falls_silent_throws(string upstream)
    {
        await using var gateway = await TestGateway.StartAsync(new RoutingSettings { Limits = new TimeLimits { Idle = TimeSpan.FromSeconds(1) } });
        gateway.Upstream.Reply(SimulatedAnswer.Text("one ", "two ", "three").StallAfter(2));
        var text = new StringBuilder();

        await Assert.ThrowsAnyAsync<IOException>(
            () => OpenAISdk.ReadAsync(OpenAISdk.Chat(gateway, upstream).CompleteChatStreamingAsync(_hello), text));

        Assert.Equal("one two ", text.ToString());
    }
}
