using System.Text;
using OpenAI.Chat;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's client for .NET reads responses that it cannot read as their servers send them.</summary>
public sealed class RepairSdkTests(GatewayFixture fixture) : SdkTests(fixture)
{
    [Theory]
    [InlineData("null", "Stop")]
    [InlineData("\"MAX_TOKENS\"", "Length")]
    [InlineData("\"SAFETY\"", "ContentFilter")]
    [InlineData("\"eos\"", "Stop")]
    public async Task A_whole_response_with_an_odd_end_and_odd_counts_is_read(string finish, string expected)
    {
        Reply("application/json", $$$"""{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":{{{finish}}}}],"usage":{"prompt_tokens":2.0,"completion_tokens":1.0,"total_tokens":3.0}}""");

        var response = (await OpenAISdk.Chat(Gateway, "chat").CompleteChatAsync("hi")).Value;

        Assert.Equal(("Hi", expected, 3), (response.Content[0].Text, response.FinishReason.ToString(), response.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task Arguments_that_are_an_object_are_read()
    {
        Reply("application/json", """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"get_weather","arguments":{"city":"Köln"}}}]},"finish_reason":null}]}""");

        var response = (await OpenAISdk.Chat(Gateway, "chat").CompleteChatAsync([new UserChatMessage("hi")], new() { Tools = { OpenAISdk.Weather } })).Value;

        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal("""{"city":"Köln"}""", Assert.Single(response.ToolCalls).FunctionArguments.ToString());
    }

    [Fact]
    public async Task A_stream_with_an_odd_end_is_read()
    {
        Reply("text/event-stream", Chunk("""{"content":"Hi"}""", "\"\"") + Chunk("{}", "\"MAX_TOKENS\"") + "data: [DONE]\n\n");
        var text = new StringBuilder();

        var last = await OpenAISdk.ReadAsync(OpenAISdk.Chat(Gateway, "chat").CompleteChatStreamingAsync("hi"), text);

        Assert.Equal(("Hi", ChatFinishReason.Length), (text.ToString(), last.FinishReason));
    }

    private static string Chunk(string delta, string finish) =>
        $$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""" + "\n\n";

    private void Reply(string type, string body) => Upstream.Reply(SimulatedResponse.Raw(200, type, Encoding.UTF8.GetBytes(body)));
}
