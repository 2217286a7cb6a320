using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>The simulator as OpenAI's own SDK sees it.</summary>
public class OpenAISdkTests : SimulatorTest
{
    private static readonly ChatTool _weather = ChatTool.CreateFunctionTool(
        "get_weather", "Tells the weather.", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}"""));

    private protected override UpstreamSimulatorOptions Options => new() { RequiredKey = "sk-test", Models = ["gpt-sim", "gpt-other"] };

    private OpenAIClient Sdk => new(new ApiKeyCredential("sk-test"), new OpenAIClientOptions { Endpoint = Upstream.BaseUrl, RetryPolicy = new ClientRetryPolicy(0) });

    private ChatClient Chat => Sdk.GetChatClient("gpt-sim");

    [Fact]
    public async Task Models_are_listed_and_got()
    {
        var models = await Sdk.GetOpenAIModelClient().GetModelsAsync();
        Assert.Equal(["gpt-sim", "gpt-other"], models.Value.Select(m => m.Id));
        Assert.Equal("gpt-other", (await Sdk.GetOpenAIModelClient().GetModelAsync("gpt-other")).Value.Id);
    }

    [Fact]
    public async Task An_answer_arrives_with_its_usage()
    {
        Upstream.Reply(SimulatedResponse.Text("Hello").WithUsage(10, 5, cacheRead: 2, reasoning: 3));
        ChatCompletion response = await Chat.CompleteChatAsync("Hi");
        Assert.Equal(("Hello", "gpt-sim", ChatFinishReason.Stop), (response.Content[0].Text, response.Model, response.FinishReason));
        Assert.Equal((12, 5, 17), (response.Usage.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal((2, 3), (response.Usage.InputTokenDetails.CachedTokenCount, response.Usage.OutputTokenDetails.ReasoningTokenCount));
    }

    [Fact]
    public async Task A_stream_arrives_with_its_usage()
    {
        Upstream.Reply(SimulatedResponse.Text("Hello ", "you").WithUsage(10, 5));
        var text = new StringBuilder();
        ChatTokenUsage? usage = null;
        ChatFinishReason? reason = null;
        await foreach (var update in Chat.CompleteChatStreamingAsync("Hi"))
        {
            text.Append(string.Concat(update.ContentUpdate.Select(c => c.Text)));
            usage = update.Usage ?? usage;
            reason = update.FinishReason ?? reason;
        }

        Assert.Equal("Hello you", text.ToString());
        Assert.Equal((10, 5, ChatFinishReason.Stop), (usage?.InputTokenCount, usage?.OutputTokenCount, reason));
    }

    [Fact]
    public async Task Parallel_tools_are_called_and_their_results_come_back()
    {
        Upstream.Enqueue(SimulatedResponse.ToolCall("get_weather", """{"city":"Paris"}""").WithToolCall("get_weather", """{"city":"Berlin"}"""));
        var options = new ChatCompletionOptions { Tools = { _weather } };
        var messages = new List<ChatMessage> { new UserChatMessage("Weather?") };
        ChatCompletion asked = await Chat.CompleteChatAsync(messages, options);
        Assert.Equal(ChatFinishReason.ToolCalls, asked.FinishReason);
        Assert.Equal(["""{"city":"Paris"}""", """{"city":"Berlin"}"""], asked.ToolCalls.Select(c => c.FunctionArguments.ToString()));

        messages.Add(new AssistantChatMessage(asked));
        messages.AddRange(asked.ToolCalls.Select((c, i) => new ToolChatMessage(c.Id, $"{18 + i} C")));
        ChatCompletion response = await Chat.CompleteChatAsync(messages, options);
        Assert.Equal("model=gpt-sim tools=get_weather results=18 C | 19 C text=Weather?", response.Content[0].Text);
    }

    [Fact]
    public async Task Parallel_tool_calls_are_streamed()
    {
        Upstream.Reply(SimulatedResponse.ToolCall("a", """{"city":"Paris"}""").WithToolCall("b", """{"city":"Berlin"}""").Interleaved());
        var arguments = new SortedDictionary<int, string>();
        await foreach (var update in Chat.CompleteChatStreamingAsync([new UserChatMessage("Weather?")], new ChatCompletionOptions { Tools = { _weather } }))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                arguments[call.Index] = arguments.GetValueOrDefault(call.Index) + call.FunctionArgumentsUpdate;
            }
        }

        Assert.Equal(["""{"city":"Paris"}""", """{"city":"Berlin"}"""], arguments.Values);
    }

    [Fact]
    public async Task An_image_arrives()
    {
        ChatCompletion response = await Chat.CompleteChatAsync([new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("What is it?"),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(new byte[] { 1, 2, 3 }), "image/png"))]);
        Assert.Equal("model=gpt-sim images=1 text=What is it?", response.Content[0].Text);
    }

    [Fact]
    public async Task A_refusal_is_typed()
    {
        Upstream.Reply(SimulatedResponse.Refusal("No."));
        ChatCompletion response = await Chat.CompleteChatAsync("Hi");
        Assert.Equal("No.", response.Refusal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Errors_are_typed(int status)
    {
        Upstream.Reply(SimulatedFault.Status(status, "the reason"));
        var thrown = await Assert.ThrowsAsync<ClientResultException>(() => Chat.CompleteChatAsync("Hi"));
        Assert.Equal(status, thrown.Status);
        Assert.Contains("the reason", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_is_noticed()
    {
        Upstream.Reply(SimulatedResponse.Text("one ", "two").CutAfter(1));
        var text = "";
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in Chat.CompleteChatStreamingAsync("Hi"))
            {
                text += string.Concat(update.ContentUpdate.Select(c => c.Text));
            }
        });
        Assert.Equal("one ", text);
    }
}
