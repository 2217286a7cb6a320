using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Messages;

/// <summary>The tokens of the prompt stand in <c>message_start</c>, where Claude Code reads them, also if another protocol's provider counts them at the end.</summary>
public sealed class UsageAtStartTests
{
    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    public async Task A_translated_stream_begins_with_an_estimate_and_ends_with_the_exact_number(string provider)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text("o", "k").WithUsage(input: 777, output: 2));

        var (start, end) = await AskAsync(gateway, provider, new string('x', 4000));

        Assert.InRange(start, 1000, 1200);
        Assert.Equal(777, end);
    }

    [Fact]
    public async Task What_the_provider_has_counted_by_then_is_no_estimate()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(
            """
            data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"ok"},"finish_reason":null}],"usage":{"prompt_tokens":77,"completion_tokens":1,"total_tokens":78}}

            data: {"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":77,"completion_tokens":2,"total_tokens":79}}

            data: [DONE]


            """)));

        Assert.Equal((77, 77), await AskAsync(gateway, "chat", "hi"));
    }

    [Fact]
    public async Task The_estimate_stays_where_the_provider_never_counts()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(
            """
            data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}

            data: [DONE]


            """)));

        var (start, end) = await AskAsync(gateway, "chat", new string('x', 4000));

        Assert.InRange(start, 1000, 1200);
        Assert.Equal(start, end);
    }

    [Fact]
    public async Task A_document_in_the_place_of_a_stream_is_counted_already()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(
            """{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}],"usage":{"prompt_tokens":77,"completion_tokens":2,"total_tokens":79}}""")));

        Assert.Equal((77, 77), await AskAsync(gateway, "chat", "hi"));
    }

    private static async Task<(int Start, int End)> AskAsync(TestGateway gateway, string provider, string question)
    {
        using var response = await gateway.Client.PostAsJsonAsync(
            new Uri("/v1/messages", UriKind.Relative),
            new { model = $"{provider}/m", max_tokens = 9, stream = true, messages = new[] { new { role = "user", content = question } } });
        var frames = (await response.Content.ReadAsStringAsync()).Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => JsonNode.Parse(l[6..])!).ToList();
        return (
            (int)frames.Single(f => (string?)f["type"] == "message_start")["message"]!["usage"]!["input_tokens"]!,
            (int)frames.Single(f => (string?)f["type"] == "message_delta")["usage"]!["input_tokens"]!);
    }
}
