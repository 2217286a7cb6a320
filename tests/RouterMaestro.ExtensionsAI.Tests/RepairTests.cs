using System.Text;
using Microsoft.Extensions.AI;
using RouterMaestro.AspNetCore.Tests.Sdk;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.ExtensionsAI.Tests;

/// <summary>Microsoft.Extensions.AI makes one broken call of two that share an index; the repair of passthrough keeps them apart.</summary>
public sealed class RepairTests(GatewayFixture fixture) : SdkTests(fixture)
{
    [Theory]
    [InlineData("\"index\":0,")]
    [InlineData("")]
    public async Task Streamed_calls_that_share_an_index_stay_apart(string index)
    {
        string Call(string id, string city) => Chunk($$$"""{"tool_calls":[{{{{index}}}"id":"{{{id}}}","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"{{{city}}}\"}"}}]}""", "null");
        var events = Call("a", "Rome") + Call("b", "Oslo") + Chunk("{}", "\"tool_calls\"") + "data: [DONE]\n\n";
        Upstream.Reply(SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(events)));
        using var client = OpenAISdk.Chat(Gateway, "chat").AsIChatClient();

        var response = await client.GetStreamingResponseAsync("hi").ToChatResponseAsync();

        Assert.Equal(["a Rome", "b Oslo"], response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Select(c => $"{c.CallId} {c.Arguments!["city"]}"));
    }

    private static string Chunk(string delta, string finish) =>
        $$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""" + "\n\n";
}
