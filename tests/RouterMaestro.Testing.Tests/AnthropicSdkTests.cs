using System.Text;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>The simulator as Anthropic's own SDK sees it, its validation included.</summary>
public class AnthropicSdkTests : SimulatorTest
{
    private protected override UpstreamSimulatorOptions Options => new() { RequiredKey = "sk-test", Models = ["claude-sim", "claude-other"] };

    private AnthropicClient Sdk => new() { ApiKey = "sk-test", BaseUrl = Upstream.Address.ToString().TrimEnd('/'), MaxRetries = 0 };

    [Fact]
    public async Task Models_are_listed_and_got()
    {
        var models = await Sdk.Models.List();
        Assert.Equal(["claude-sim", "claude-other"], models.Items.Select(m => m.ID));
        Assert.Equal("claude-other", (await Sdk.Models.Retrieve("claude-other")).ID);
    }

    [Fact]
    public async Task Tokens_are_counted()
    {
        var count = await Sdk.Messages.CountTokens(new() { Model = "claude-sim", Messages = [new UserMessageParam("Hi")] });
        Assert.True(count.InputTokens > 0);
    }

    [Fact]
    public async Task An_answer_arrives_with_its_usage()
    {
        Upstream.Reply(SimulatedResponse.Empty.WithReasoning("Hm.", "c2ln").WithRedactedReasoning("eA==").WithText("Hello").WithUsage(10, 5, cacheRead: 2, cacheWrite: 3));
        var response = await Sdk.Messages.Create(Parameters("Hi"));
        response.Validate();
        Assert.True(response.Content[0].TryPickThinking(out var thinking));
        Assert.Equal(("Hm.", "c2ln"), (thinking.Thinking, thinking.Signature));
        Assert.True(response.Content[1].TryPickRedactedThinking(out var redacted));
        Assert.Equal("eA==", redacted.Data);
        Assert.True(response.Content[2].TryPickText(out var text));
        Assert.Equal("Hello", text.Text);
        Assert.Equal(StopReason.EndTurn, response.StopReason!.Value());
        Assert.Equal((10L, 5L, 2L, 3L), (response.Usage.InputTokens, response.Usage.OutputTokens, response.Usage.CacheReadInputTokens, response.Usage.CacheCreationInputTokens));
    }

    [Fact]
    public async Task A_stream_arrives_event_by_event()
    {
        Upstream.Reply(SimulatedResponse.Empty.WithReasoning("Hm.", "c2ln").WithText("Hello ", "you").WithToolCall("get_weather", """{"city":"Paris"}""").WithUsage(10, 5));
        var (text, json, signature) = (new StringBuilder(), new StringBuilder(), "");
        long output = 0;
        var isStopped = false;
        await foreach (var item in Sdk.Messages.CreateStreaming(Parameters("Hi")))
        {
            item.Validate();
            if (item.TryPickContentBlockDelta(out var block))
            {
                text.Append(block.Delta.TryPickText(out var spoken) ? spoken.Text : "");
                json.Append(block.Delta.TryPickInputJson(out var input) ? input.PartialJson : "");
                signature = block.Delta.TryPickSignature(out var signed) ? signed.Signature : signature;
            }

            output = item.TryPickDelta(out var delta) ? delta.Usage.OutputTokens : output;
            isStopped |= item.TryPickStop(out _);
        }

        Assert.Equal(("Hello you", """{"city":"Paris"}""", "c2ln", 5L, true), (text.ToString(), json.ToString(), signature, output, isStopped));
    }

    [Fact]
    public async Task Tools_are_called_and_their_results_come_back()
    {
        Upstream.Enqueue(SimulatedResponse.Text("Let me see.").WithToolCall("get_weather", """{"city":"Paris"}"""));
        var first = await Sdk.Messages.Create(Parameters("Weather?"));
        first.Validate();
        Assert.Equal(StopReason.ToolUse, first.StopReason!.Value());
        Assert.True(first.Content[1].TryPickToolUse(out var call));
        Assert.Equal("Paris", call.Input["city"].GetString());

        var response = await Sdk.Messages.Create(Parameters("Weather?") with
        {
            Messages =
            [
                new UserMessageParam("Weather?"),
                new AssistantMessageParam(new List<ContentBlockParam> { new ToolUseBlockParam { ID = call.ID, Name = call.Name, Input = call.Input } }),
                new UserMessageParam(new List<ContentBlockParam> { new ToolResultBlockParam(call.ID) { Content = "18 C" } }),
            ],
            Tools = [new Tool { Name = "get_weather", InputSchema = new InputSchema() }],
        });
        Assert.True(response.Content[0].TryPickText(out var text));
        Assert.Equal("model=claude-sim tools=get_weather results=18 C text=Weather?", text.Text);
    }

    [Fact]
    public async Task A_refusal_is_a_stop_reason()
    {
        Upstream.Reply(SimulatedResponse.Refusal("No."));
        var response = await Sdk.Messages.Create(Parameters("Hi"));
        response.Validate();
        Assert.Equal(StopReason.Refusal, response.StopReason!.Value());
    }

    [Theory]
    [InlineData(400, typeof(AnthropicBadRequestException))]
    [InlineData(401, typeof(AnthropicUnauthorizedException))]
    [InlineData(404, typeof(AnthropicNotFoundException))]
    [InlineData(429, typeof(AnthropicRateLimitException))]
    [InlineData(500, typeof(Anthropic5xxException))]
    [InlineData(529, typeof(AnthropicOverloadedException))]
    public async Task Errors_are_typed(int status, System.Type type)
    {
        Upstream.Reply(SimulatedFault.Status(status, "the reason"));
        var thrown = await Assert.ThrowsAnyAsync<AnthropicApiException>(() => Sdk.Messages.Create(Parameters("Hi")));
        Assert.IsType(type, thrown);
        Assert.Contains("the reason", thrown.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_and_an_error_event_are_noticed()
    {
        Upstream.Enqueue(SimulatedResponse.Text("one ", "two").CutAfter(1), SimulatedResponse.Text("one ", "two").ErrorAfter(1, SimulatedFault.Status(529)));
        await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync());
        var thrown = await Assert.ThrowsAsync<AnthropicSseException>(() => ReadAsync());
        Assert.Contains("Overloaded", thrown.Message, StringComparison.Ordinal);
    }

    private async Task ReadAsync()
    {
        await foreach (var item in Sdk.Messages.CreateStreaming(Parameters("Hi")))
        {
            item.Validate();
        }
    }

    private static MessageCreateParams Parameters(string text) => new() { MaxTokens = 64, Model = "claude-sim", Messages = [new UserMessageParam(text)] };
}
