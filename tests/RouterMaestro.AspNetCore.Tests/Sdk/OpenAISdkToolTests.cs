using System.Text;
using System.Text.Json;
using OpenAI.Chat;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's client lets a model call tools and returns the results.</summary>
public sealed class OpenAISdkToolTests(GatewayFixture fixture) : SdkToolTests(fixture)
{
    private readonly ChatCompletionOptions _options = new() { Tools = { OpenAISdk.Weather }, AllowParallelToolCalls = true };

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Parallel_calls_and_their_results_make_a_loop(string upstream)
    {
        Upstream.Enqueue(TwoCalls);
        var chat = OpenAISdk.Chat(Gateway, upstream);
        List<ChatMessage> messages = [new UserChatMessage("Where is it warmer?")];

        var first = (await chat.CompleteChatAsync(messages, _options)).Value;
        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        Assert.Equal("Looking.", Assert.Single(first.Content).Text);
        messages.Add(new AssistantChatMessage(first));
        messages.AddRange(first.ToolCalls.Select(c => new ToolChatMessage(c.Id, "Sun in " + City(c.FunctionArguments))));
        var last = (await chat.CompleteChatAsync(messages, _options)).Value;

        Assert.Equal("model=simulated-model tools=get_weather results=Sun in Köln | Sun in Paris text=Where is it warmer?", last.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, last.FinishReason);
        AssertCallsAreRepeated();
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Streamed_parallel_calls_and_their_results_make_a_loop(string upstream)
    {
        Upstream.Enqueue(TwoCalls);
        var chat = OpenAISdk.Chat(Gateway, upstream);
        List<ChatMessage> messages = [new UserChatMessage("Where is it warmer?")];

        var calls = await CallsAsync(chat, messages);
        Assert.Equal(["get_weather", "get_weather"], calls.Select(c => c.FunctionName));
        messages.Add(new AssistantChatMessage(calls));
        messages.AddRange(calls.Select(c => new ToolChatMessage(c.Id, "Sun in " + City(c.FunctionArguments))));
        var text = new StringBuilder();
        await OpenAISdk.ReadAsync(chat.CompleteChatStreamingAsync(messages, _options), text);

        Assert.Equal("model=simulated-model tools=get_weather results=Sun in Köln | Sun in Paris text=Where is it warmer?", text.ToString());
        AssertCallsAreRepeated();
    }

    [Fact]
    public async Task Interleaved_pieces_of_parallel_calls_find_their_calls()
    {
        Upstream.Reply(TwoCalls.InPiecesOf(3).Interleaved());

        var calls = await CallsAsync(OpenAISdk.Chat(Gateway, "chat"), [new UserChatMessage("hi")]);

        Assert.Equal(["Köln", "Paris"], calls.Select(c => City(c.FunctionArguments)));
    }

    protected override async Task<string> ArgumentsAsync(string upstream, bool stream)
    {
        var (chat, messages) = (OpenAISdk.Chat(Gateway, upstream), new List<ChatMessage> { new UserChatMessage("hi") });
        IEnumerable<ChatToolCall> calls = stream ? await CallsAsync(chat, messages) : (await chat.CompleteChatAsync(messages, _options)).Value.ToolCalls;
        return Assert.Single(calls).FunctionArguments.ToString();
    }

    protected override Task DemandAsync(string upstream, string tool)
    {
        _options.ToolChoice = ChatToolChoice.CreateFunctionChoice(tool);
        return OpenAISdk.Chat(Gateway, upstream).CompleteChatAsync([new UserChatMessage("hi")], _options);
    }

    private static string City(BinaryData arguments)
    {
        using var json = JsonDocument.Parse(arguments);
        return json.RootElement.GetProperty("city").GetString()!;
    }

    /// <summary>Puts a stream's calls together as an application does.</summary>
    private async Task<List<ChatToolCall>> CallsAsync(ChatClient chat, List<ChatMessage> messages)
    {
        SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)> calls = [];
        await foreach (var update in chat.CompleteChatStreamingAsync(messages, _options))
        {
            foreach (var piece in update.ToolCallUpdates)
            {
                if (piece.ToolCallId is { } id)
                {
                    Assert.True(calls.TryAdd(piece.Index, (id, piece.FunctionName, new StringBuilder())));
                }

                // a piece without arguments holds bytes that cannot be read
                var arguments = piece.FunctionArgumentsUpdate;
                calls[piece.Index].Arguments.Append(arguments is null || arguments.ToMemory().IsEmpty ? "" : arguments.ToString());
            }
        }

        return [.. calls.Values.Select(c => ChatToolCall.CreateFunctionToolCall(c.Id, c.Name, BinaryData.FromString(c.Arguments.ToString())))];
    }

    /// <summary>Asserts that the provider receives its own call ids. The simulator refuses results without their calls.</summary>
    private void AssertCallsAreRepeated()
    {
        Assert.Equal(2, Received.Count);
        var content = Received[1].Content;
        Assert.Equal(["Sun in Köln", "Sun in Paris"], content.ToolResults);
        Assert.Equal(["get_weather"], content.Tools);
    }
}
