using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>A simulated Gemini signs the first call of an answer, and refuses a call of the current turn without its signature.</summary>
public sealed class ThoughtSignatureTests
{
    private const string Missing = "Function call is missing a thought_signature in functionCall parts.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_first_call_of_an_answer_is_signed_and_returns(bool stream)
    {
        await using var upstream = await StartAsync();
        var call = await CallAsync(upstream, stream);

        Assert.Null(await AskAsync(upstream, $"{Call(call["extra_content"]!.ToJsonString())},{Result}"));
        Assert.StartsWith(Missing, await AskAsync(upstream, $"{Call(null)},{Result}"), StringComparison.Ordinal);
        Assert.Equal("Thought signature is not valid.", await AskAsync(upstream, $"{Call(Signature("invented"))},{Result}"));
        Assert.Null(await AskAsync(upstream, $"{Call(Signature("skip_thought_signature_validator"))},{Result}"));
    }

    [Fact]
    public async Task Calls_before_the_current_turn_and_parallel_ones_need_none()
    {
        await using var upstream = await StartAsync();
        var call = await CallAsync(upstream, stream: false);

        Assert.Null(await AskAsync(upstream, $$"""{{Call(null)}},{{Result}},{"role":"user","content":"next"}"""));
        Assert.Null(await AskAsync(upstream, $"{Call(call["extra_content"]!.ToJsonString(), "b")},{Result},{Result.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)}"));
    }

    private static string Result => """{"role":"tool","tool_call_id":"a","content":"1"}""";

    private static string Signature(string signature) => $$$"""{"google":{"thought_signature":"{{{signature}}}"}}""";

    private static string Call(string? extra, string? parallel = null)
    {
        var second = parallel is null ? "" : $$$""",{"id":"{{{parallel}}}","type":"function","function":{"name":"f","arguments":"{}"}}""";
        return $$$"""{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function",{{{(extra is null ? "" : $"\"extra_content\":{extra},")}}}"function":{"name":"f","arguments":"{ \"n\":1}"}}{{{second}}}]}""";
    }

    private static async Task<UpstreamSimulator> StartAsync() => await UpstreamSimulator.StartAsync(new() { Server = SimulatedServer.Gemini });

    private static async Task<JsonNode> CallAsync(UpstreamSimulator upstream, bool stream)
    {
        upstream.Reply(SimulatedResponse.ToolCall("f", """{"n":1}""").WithToolCall("f", "{}"));
        using var client = new WireClient(upstream);
        using var response = await client.SendAsync("chat", $$"""{"model":"m","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"q"}]}""");
        var text = await response.Content.ReadAsStringAsync();
        var calls = stream
            ? text.Split('\n').Where(line => line.Contains("\"id\":\"call_", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line["data: ".Length..])!["choices"]![0]!["delta"]!["tool_calls"]![0]!).ToList()
            : [.. JsonNode.Parse(text)!["choices"]![0]!["message"]!["tool_calls"]!.AsArray().Select(call => call!)];
        Assert.Equal(2, calls.Count);
        Assert.Null(calls[1]["extra_content"]);
        return calls[0];
    }

    private static async Task<string?> AskAsync(UpstreamSimulator upstream, string messages)
    {
        using var client = new WireClient(upstream);
        using var response = await client.SendAsync("chat", $$"""{"model":"m","messages":[{"role":"user","content":"q"},{{messages}}]}""");
        return response.IsSuccessStatusCode ? null : (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["message"];
    }
}
