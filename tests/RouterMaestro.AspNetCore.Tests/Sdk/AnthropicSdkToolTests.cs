using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>Anthropic's client requests reasoning and tool calls and returns the results.</summary>
public sealed class AnthropicSdkToolTests(GatewayFixture fixture) : SdkToolTests(fixture)
{
    private readonly AnthropicClient _client = AnthropicSdk.Client(fixture.Gateway);

    [Theory]
    [MemberData(nameof(Streamed))]
    public async Task Parallel_calls_and_their_results_make_a_loop(string upstream, bool stream)
    {
        Upstream.Enqueue(TwoCalls);
        var question = new UserMessageParam("Where is it warmer?");

        var first = await AskAsync(stream, AnthropicSdk.Ask(upstream, question));
        Assert.Equal(StopReason.ToolUse, first.StopReason!.Value());
        Assert.Equal("Looking.", AnthropicSdk.Text(first));
        var last = await AskAsync(
            stream, AnthropicSdk.Ask(upstream, question, AnthropicSdk.Repeat(first), AnthropicSdk.Results(first, c => "Sun in " + c.Input["city"])));

        Assert.StartsWith("model=simulated-model tools=get_weather results=Sun in Köln | Sun in Paris", AnthropicSdk.Text(last), StringComparison.Ordinal);
        Assert.Equal(StopReason.EndTurn, last.StopReason!.Value());
        Assert.Equal(["Sun in Köln", "Sun in Paris"], Received[1].Content.ToolResults);
    }

    [Theory]
    [MemberData(nameof(Streamed))]
    public async Task Requested_reasoning_comes_before_the_text(string upstream, bool stream)
    {
        Upstream.Reply(SimulatedResponse.Empty.WithReasoning("Let me think.", "c2lnbmVk").WithText("42"));

        var response = await AskAsync(stream, AnthropicSdk.Ask(upstream) with { Thinking = new ThinkingConfigEnabled(2000) });

        Assert.Equal(2, response.Content.Count);
        Assert.True(response.Content[0].TryPickThinking(out var thinking));
        Assert.Equal("Let me think.", thinking.Thinking);
        Assert.StartsWith(upstream switch { "messages" => "c2lnbmVk", "chat" => "rm1:from:chat/simulated-model", _ => "rm1:" }, thinking.Signature, StringComparison.Ordinal);
        Assert.Equal("42", AnthropicSdk.Text(response));
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Effort_arrives(string upstream)
    {
        await AskAsync(
            stream: false,
            AnthropicSdk.Ask(upstream) with { Thinking = new ThinkingConfigAdaptive(), OutputConfig = new OutputConfig { Effort = Effort.High } });

        var json = Assert.Single(Received).Json!.Value;
        var effort = upstream switch
        {
            "chat" => json.GetProperty("reasoning_effort"),
            "messages" => json.GetProperty("output_config").GetProperty("effort"),
            _ => json.GetProperty("reasoning").GetProperty("effort"),
        };
        Assert.Equal("high", effort.GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Signed_reasoning_returns_to_its_provider_with_the_results(bool stream)
    {
        Upstream.Enqueue(SimulatedResponse.Empty.WithReasoning("I must look.", "c2lnbmVk").WithRedactedReasoning("c2VjcmV0")
            .WithToolCall("get_weather", """{"city":"Rome"}"""));
        var (question, thinking) = (new UserMessageParam("Is it warm?"), new ThinkingConfigEnabled(2000));

        var first = await AskAsync(stream, AnthropicSdk.Ask("messages", question) with { Thinking = thinking });
        await AskAsync(
            stream,
            AnthropicSdk.Ask("messages", question, AnthropicSdk.Repeat(first), AnthropicSdk.Results(first, _ => "18 °C")) with { Thinking = thinking });

        var turn = Received[1].Json!.Value.GetProperty("messages")[1].GetProperty("content");
        Assert.Equal(("I must look.", "c2lnbmVk"), (turn[0].GetProperty("thinking").GetString(), turn[0].GetProperty("signature").GetString()));
        Assert.Equal(("redacted_thinking", "c2VjcmV0"), (turn[1].GetProperty("type").GetString(), turn[1].GetProperty("data").GetString()));
        Assert.Equal("tool_use", turn[2].GetProperty("type").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Encrypted_reasoning_of_Responses_returns_to_its_provider_with_the_results(bool stream)
    {
        Upstream.Enqueue(SimulatedResponse.Empty.WithReasoning("I must look.", "c2VhbGVk").WithToolCall("get_weather", """{"city":"Rome"}"""));
        var (question, thinking) = (new UserMessageParam("Is it warm?"), new ThinkingConfigEnabled(2000));

        var first = await AskAsync(stream, AnthropicSdk.Ask("responses", question) with { Thinking = thinking });
        await AskAsync(
            stream,
            AnthropicSdk.Ask("responses", question, AnthropicSdk.Repeat(first), AnthropicSdk.Results(first, _ => "18 °C")) with { Thinking = thinking });

        var items = Received[1].Json!.Value.GetProperty("input");
        Assert.Equal(["reasoning", "function_call", "function_call_output"], items.EnumerateArray().Skip(1).Select(i => i.GetProperty("type").GetString()));
        Assert.Equal("c2VhbGVk", items[1].GetProperty("encrypted_content").GetString());
        Assert.Equal("I must look.", items[1].GetProperty("summary")[0].GetProperty("text").GetString());
        Assert.Equal(["18 °C"], Received[1].Content.ToolResults);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unsigned_reasoning_gets_a_signature_of_the_gateway_for_the_caller_only(bool stream)
    {
        Upstream.Enqueue(SimulatedResponse.Empty.WithReasoning("I must look.").WithToolCall("get_weather", """{"city":"Rome"}"""));
        var (question, thinking) = (new UserMessageParam("Is it warm?"), new ThinkingConfigEnabled(2000));

        var first = await AskAsync(stream, AnthropicSdk.Ask("chat", question) with { Thinking = thinking });
        Assert.True(first.Content[0].TryPickThinking(out var shown));
        Assert.Equal(("I must look.", "rm1:from:chat/simulated-model"), (shown.Thinking, shown.Signature));
        foreach (var provider in ProtocolCase.All.Select(d => d.Protocol.Name))
        {
            await AskAsync(
                stream,
                AnthropicSdk.Ask(provider, question, AnthropicSdk.Repeat(first), AnthropicSdk.Results(first, _ => "18 °C")) with { Thinking = thinking });

            var sent = Received[^1].Json!.Value;
            Assert.DoesNotContain("rm1:", sent.GetRawText(), StringComparison.Ordinal);

            // the simulated Chat provider, which is not OpenAI, gets its reasoning_content back
            Assert.Equal(provider == "chat", sent.GetRawText().Contains("I must look.", StringComparison.Ordinal));
            Assert.Equal(["18 °C"], Received[^1].Content.ToolResults);
        }
    }

    protected override async Task<string> ArgumentsAsync(string upstream, bool stream) =>
        JsonSerializer.Serialize(Assert.Single(AnthropicSdk.Calls(await AskAsync(stream, AnthropicSdk.Ask(upstream)))).Input);

    protected override Task DemandAsync(string upstream, string tool) =>
        AskAsync(stream: false, AnthropicSdk.Ask(upstream) with { ToolChoice = new ToolChoiceTool(tool) });

    private async Task<Message> AskAsync(bool stream, MessageCreateParams ask)
    {
        var withTool = ask with { Tools = [AnthropicSdk.Weather] };
        return stream ? await _client.Messages.CreateStreaming(withTool).Aggregate() : await _client.Messages.Create(withTool);
    }
}
