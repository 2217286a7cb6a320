using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Messages;

/// <summary>OpenAI's models hide their reasoning in Chat. A Messages caller that requests reasoning gets an empty reasoning block first.</summary>
public sealed class HiddenReasoningTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Received = """{"role":"user","content":"Weather?"}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_begins_with_hidden_reasoning_and_can_be_continued(bool stream)
    {
        var (gateway, caller) = (fixture.Gateway, ProtocolCase.Messages);
        gateway.Upstream.Reset();
        gateway.Upstream.Enqueue(SimulatedResponse.Text("Looking.").WithToolCall("get_weather", """{"city":"Köln"}""", "c1"));

        var content = await ContentOf(caller.AskAll("chat", stream, Received, caller.Tools() + caller.Reasoning(), "gpt-5.1"), stream);

        Assert.Equal(["thinking", "text", "tool_use"], content.Select(b => (string)b!["type"]!));
        Assert.Equal(("", "rm1:from:chat/gpt-5.1"), ((string)content[0]!["thinking"]!, (string)content[0]!["signature"]!));

        var back = $$"""{{Received}},{"role":"assistant","content":{{content.ToJsonString()}}},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"18 °C"}]}""";
        gateway.Upstream.Enqueue(SimulatedResponse.Text("It is warm."));
        var (response, answer, _) = await caller.SendAsync(gateway.Client, caller.AskAll("chat", stream, back, caller.Tools() + caller.Reasoning(), "gpt-5.1"));

        Assert.Equal((HttpStatusCode.OK, "It is warm."), (response.StatusCode, answer.Text));
        Assert.Equal("", response.Headers.TryGetValues("x-router-maestro-dropped", out var dropped) ? string.Join(' ', dropped) : "");
        var sent = Encoding.UTF8.GetString(gateway.Received[^1].Body.Span);
        Assert.DoesNotContain("rm1:", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("reasoning_content", sent, StringComparison.Ordinal);
        Assert.Contains("\"reasoning_effort\"", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat", "gpt-5.1", false)]
    [InlineData("chat", "gpt-4.1", true)]
    [InlineData("chat", "simulated-model", true)]
    [InlineData("responses", "gpt-5.1", true)]
    [InlineData("messages", "gpt-5.1", true)]
    public async Task Hidden_reasoning_is_absent_unless_requested_from_a_model_that_hides_it(string upstream, string model, bool isAsked)
    {
        var caller = ProtocolCase.Messages;
        fixture.Gateway.Upstream.Reset();
        fixture.Gateway.Upstream.Reply(SimulatedResponse.Text("hello"));
        foreach (var stream in new[] { false, true })
        {
            var content = await ContentOf(caller.AskAll(upstream, stream, Received, isAsked ? caller.Reasoning() : caller.MaxTokens(50), model), stream);

            Assert.Equal("text", (string)Assert.Single(content)!["type"]!);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Visible_reasoning_replaces_hidden_reasoning(bool stream)
    {
        var caller = ProtocolCase.Messages;
        fixture.Gateway.Upstream.Reset();
        fixture.Gateway.Upstream.Reply(SimulatedResponse.Empty.WithReasoning("Let me think.").WithText("hello"));

        var content = await ContentOf(caller.AskAll("chat", stream, Received, caller.Reasoning(), "gpt-5.1"), stream);

        Assert.Equal(["thinking", "text"], content.Select(b => (string)b!["type"]!));
        Assert.Equal("Let me think.", (string)content[0]!["thinking"]!);
    }

    private async Task<JsonArray> ContentOf(HttpRequestMessage request, bool stream)
    {
        using var response = await fixture.Gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        if (!stream)
        {
            return (JsonArray)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["content"]!.DeepClone();
        }

        var blocks = new JsonArray();
        var transcript = await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync(), CancellationToken.None);
        foreach (var data in transcript.Events.Select(e => JsonNode.Parse(e.Data)!))
        {
            switch ((string)data["type"]!)
            {
                case "content_block_start":
                    Assert.Equal(blocks.Count, (int)data["index"]!);
                    blocks.Add(data["content_block"]!.DeepClone());
                    break;
                case "content_block_delta":
                    Grow(blocks[(int)data["index"]!]!, data["delta"]!);
                    break;
            }
        }

        foreach (var call in blocks.Where(b => (string)b!["type"]! == "tool_use"))
        {
            call!["input"] = JsonNode.Parse((string)call["input"]!);
        }

        return blocks;
    }

    private static void Grow(JsonNode block, JsonNode delta)
    {
        foreach (var (from, to) in new[] { ("text", "text"), ("thinking", "thinking"), ("signature", "signature"), ("partial_json", "input") })
        {
            if (delta[from] is { } piece)
            {
                block[to] = (block[to] is JsonValue said ? (string)said! : "") + (string)piece!;
            }
        }
    }
}
