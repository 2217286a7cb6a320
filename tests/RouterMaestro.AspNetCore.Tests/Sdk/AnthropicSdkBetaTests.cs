using System.Text.Json;
using Anthropic;
using Anthropic.Helpers.Beta;
using Anthropic.Models.Beta.Messages;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>Anthropic's client uses its beta features, above all its own tool loop, which stores the conversation at the provider.</summary>
public sealed class AnthropicSdkBetaTests(GatewayFixture fixture) : SdkTests(fixture)
{
    private readonly AnthropicClient _client = AnthropicSdk.Client(fixture.Gateway);

    /// <summary>Gets the providers, with and without a conversation stored at the provider.</summary>
    public static TheoryData<string, bool> Threads => new() { { "chat", false }, { "chat", true }, { "messages", false }, { "messages", true }, { "responses", false }, { "responses", true } };

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Betas_go_to_anthropic_alone(string upstream)
    {
        await _client.Beta.Messages.Create(Ask(upstream) with { Betas = ["context-1m-2025-08-07", "not-yet-invented-2030-01-01"] });

        var headers = Assert.Single(Received).Headers;
        Assert.Equal(upstream == "messages", headers.TryGetValue("anthropic-beta", out var betas));
        Assert.True(upstream != "messages" || (betas!.Contains("context-1m-2025-08-07", StringComparison.Ordinal)
            && betas.Contains("not-yet-invented-2030-01-01", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task Its_tool_runner_comes_to_the_end(string upstream, bool thread)
    {
        Upstream.Enqueue(TwoCalls);

        var response = await Runner(upstream, thread).RunUntilDoneAsync();

        Assert.Contains("results=Sun in Köln | Sun in Paris", TextOf(response), StringComparison.Ordinal);
        AssertLoop(upstream, thread);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task Its_tool_runner_comes_to_the_end_of_streams(string upstream, bool thread)
    {
        Upstream.Enqueue(TwoCalls);
        List<string> turns = [];

        await foreach (var turn in Runner(upstream, thread).Streaming())
        {
            turns.Add(TextOf(await turn.Aggregate()));
        }

        Assert.Equal(2, turns.Count);
        Assert.Equal("Looking.", turns[0]);
        Assert.Contains("results=Sun in Köln | Sun in Paris", turns[1], StringComparison.Ordinal);
        AssertLoop(upstream, thread);
    }

    private static MessageCreateParams Ask(string upstream) => new()
    {
        Model = Model(upstream),
        MaxTokens = 500,
        Messages = [new BetaUserMessageParam("Where is it warmer?")],
    };

    private static string TextOf(BetaMessage message) => string.Concat(message.Content.Select(b => b.TryPickText(out var text) ? text.Text : ""));

    private BetaToolRunner Runner(string upstream, bool thread) => _client.Beta.Messages.ToolRunner(
        Ask(upstream),
        [
            new BetaRunnableTool
            {
                Name = "get_weather",
                Definition = new BetaTool
                {
                    Name = "get_weather",
                    InputSchema = new InputSchema { Properties = new Dictionary<string, JsonElement> { ["city"] = JsonSerializer.SerializeToElement(new { type = "string" }) } },
                },
                Run = (call, _) => Task.FromResult<BetaToolResultBlockParamContent>("Sun in " + call.Input["city"].GetString()),
            },
        ],
        thread);

    /// <summary>A provider that stores conversations receives only the results; to others the client sends the whole conversation.</summary>
    private void AssertLoop(string upstream, bool thread)
    {
        Assert.Equal(2, Received.Count);
        var isKept = thread && upstream == "messages";
        Assert.Equal(isKept, Received[1].Json!.Value.TryGetProperty("thread", out _));
        // Chat has one message for each result, Responses one item for each call and result
        Assert.Equal(isKept ? 1 : upstream switch { "chat" => 4, "responses" => 6, _ => 3 }, Received[1].Content.MessageCount);
        Assert.Equal(["Sun in Köln", "Sun in Paris"], Received[1].Content.ToolResults);
    }
}
