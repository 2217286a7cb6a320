using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>
/// Streams for calls that asked for none, from servers that stream whatever was asked (Wei-Shaw/sub2api#2826, songquanpeng/one-api#277). They are assembled, also
/// for callers of the same protocol.
/// </summary>
public sealed class AssembledStreamTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public static TheoryData<string, string> Matrix => ProtocolCase.Matrix();

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_stream_becomes_the_whole_response_of_the_callers_protocol(string caller, string upstream)
    {
        foreach (var type in new[] { "text/event-stream", "text/event-stream; charset=utf-8", "application/json", "text/plain" })
        {
            _gateway.Upstream.Reply(Raw(type, RawStreams.Frames(upstream)));

            var (response, text) = await AskAsync(caller, upstream);

            Assert.True(response.IsSuccessStatusCode, $"{type}: {text}");
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal("1", response.Headers.GetValues("x-router-maestro-attempts").Single());
            var body = JsonNode.Parse(text)!;
            Assert.Equal($"{upstream}/simulated-model", (string?)body["model"]);
            var (content, finish, input, output, id) = caller switch
            {
                "chat" => (body["choices"]![0]!["message"]!["content"], body["choices"]![0]!["finish_reason"], body["usage"]!["prompt_tokens"], body["usage"]!["completion_tokens"], body["object"]),
                "messages" => (body["content"]![0]!["text"], body["stop_reason"], body["usage"]!["input_tokens"], body["usage"]!["output_tokens"], body["type"]),
                _ => (body["output"]![0]!["content"]![0]!["text"], body["status"], body["usage"]!["input_tokens"], body["usage"]!["output_tokens"], body["object"]),
            };
            Assert.Equal(("one two ", ProtocolCase.Named(caller).Whole), ((string?)content, (string?)finish));
            Assert.Equal((5, 2), ((int?)input, (int?)output));
            Assert.Equal(caller switch { "chat" => "chat.completion", "messages" => "message", _ => "response" }, (string?)id);
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Tool_calls_and_reasoning_are_assembled(string caller, string upstream)
    {
        // the simulator renders the stream, which is then sent for a call that asked for none
        var protocol = ProtocolCase.Named(upstream);
        _gateway.Upstream.Reply(SimulatedResponse.Empty.WithReasoning("think").WithText("so").WithToolCall("a", """{"x":[1,2]}""", "call_1").WithToolCall("b", "{}", "call_2"));
        var extra = upstream == "messages" ? ""","max_tokens":9,"thinking":{"type":"enabled","budget_tokens":1024}""" : "";
        using var direct = new HttpClient();
        using var request = protocol.Ask(upstream, stream: true, extra.Replace("9", "2048", StringComparison.Ordinal));
        request.RequestUri = new Uri(_gateway.Upstream.Address, protocol.Path);
        request.Headers.Authorization = new("Bearer", TestGateway.UpstreamKey);
        request.Content = new StringContent((await request.Content!.ReadAsStringAsync()).Replace($"{upstream}/", "", StringComparison.Ordinal), Encoding.UTF8, "application/json");
        using var streamed = await direct.SendAsync(request);
        var stream = await streamed.Content.ReadAsStringAsync();
        Assert.True(streamed.IsSuccessStatusCode, stream);
        _gateway.Upstream.Reply(Raw("text/event-stream", [stream]));

        var (response, observed, _) = await ProtocolCase.Named(caller).SendAsync(_gateway.Client, ProtocolCase.Named(caller).Ask(upstream, stream: false, ToolsOf(caller)));

        Assert.True(response.IsSuccessStatusCode, observed.ErrorMessage);
        Assert.Equal("so", observed.Text);
        Assert.Equal(["a {\"x\":[1,2]}", "b {}"], observed.ToolCalls.Select(call => $"{call.Name} {call.Arguments}"));
        Assert.Equal(ProtocolCase.Named(caller).Calling, observed.StopReason);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_error_within_is_the_error_of_the_call(string caller, string upstream)
    {
        var frames = RawStreams.Frames(upstream).Take(RawStreams.FramesOfTexts(upstream)).ToList();
        var error = upstream switch
        {
            "chat" => "data: {\"error\":{\"message\":\"too many\",\"type\":\"rate_limit_error\",\"code\":\"rate_limit_exceeded\"}}\n\n",
            "messages" => "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"too many\"}}\n\n",
            _ => "event: error\ndata: {\"type\":\"error\",\"sequence_number\":NUMBER,\"code\":\"rate_limit_exceeded\",\"message\":\"too many\",\"param\":null}\n\n",
        };
        foreach (var kept in new[] { frames.Count, 0 })
        {
            _gateway.Upstream.Reply(Raw("text/event-stream", [.. frames.Take(kept), error.Replace("NUMBER", $"{kept}", StringComparison.Ordinal)]));

            var (response, text) = await AskAsync(caller, upstream);

            Assert.Equal(429, (int)response.StatusCode);
            Assert.Equal("too many", (string?)JsonNode.Parse(text)!["error"]!["message"]);
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Half_a_stream_is_no_response(string caller, string upstream)
    {
        _gateway.Upstream.Reply(Raw("text/event-stream", RawStreams.Frames(upstream).Take(RawStreams.FramesOfTexts(upstream))));

        var (response, text) = await AskAsync(caller, upstream);

        Assert.Equal(502, (int)response.StatusCode);
        Assert.DoesNotContain("one ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_of_the_connection_that_does_not_come_is_not_waited_for()
    {
        var frames = RawStreams.Frames("chat");
        var bytes = Encoding.UTF8.GetBytes(string.Concat(frames) + ": bye\n\n");
        _gateway.Upstream.Reply(SimulatedResponse.Raw(200, "text/event-stream", bytes, Encoding.UTF8.GetByteCount(string.Concat(frames)), 7).DelayChunks(TimeSpan.FromSeconds(20)));
        var started = Stopwatch.GetTimestamp();

        var (response, text) = await AskAsync("messages", "chat");

        Assert.True(response.IsSuccessStatusCode, text);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }

    private static string ToolsOf(string caller) => caller switch
    {
        "chat" => ""","tools":[{"type":"function","function":{"name":"a","parameters":{"type":"object","properties":{}}}},{"type":"function","function":{"name":"b","parameters":{"type":"object","properties":{}}}}]""",
        "messages" => ""","max_tokens":2048,"tools":[{"name":"a","input_schema":{"type":"object"}},{"name":"b","input_schema":{"type":"object"}}]""",
        _ => ""","tools":[{"type":"function","name":"a","parameters":{"type":"object","properties":{}}},{"type":"function","name":"b","parameters":{"type":"object","properties":{}}}]""",
    };

    private static SimulatedRawResponse Raw(string type, IEnumerable<string> frames) => SimulatedResponse.Raw(200, type, Encoding.UTF8.GetBytes(string.Concat(frames)), 33);

    private async Task<(HttpResponseMessage Response, string Text)> AskAsync(string caller, string upstream)
    {
        using var request = ProtocolCase.Named(caller).Ask(upstream, stream: false, caller == "messages" ? ""","max_tokens":50""" : "");
        var response = await _gateway.Client.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }
}
