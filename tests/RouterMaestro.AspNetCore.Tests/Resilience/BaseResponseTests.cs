using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>MiniMax's errors inside a 200: <c>base_resp</c> with a status_code other than 0 (platform.minimax.io/docs/api-reference/errorcode).</summary>
public sealed class BaseResponseTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public static TheoryData<string, bool, int, string, int> Errors()
    {
        var data = new TheoryData<string, bool, int, string, int>();
        foreach (var caller in ProtocolCase.All)
        {
            foreach (var stream in new[] { false, true })
            {
                data.Add(caller.Name, stream, 1002, "rate limit exceeded", 429);
                data.Add(caller.Name, stream, 1004, "login fail: Please carry the API secret key", 424);
                data.Add(caller.Name, stream, 1008, "insufficient balance", 502);
                data.Add(caller.Name, stream, 1013, "internal service error", 502);
                data.Add(caller.Name, stream, 1026, "input new_sensitive", 400);
                data.Add(caller.Name, stream, 2013, "invalid params, empty field", 400);
                data.Add(caller.Name, stream, 2013, "invalid params, context window exceeds limit", 400);
            }
        }

        return data;
    }

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task An_error_inside_a_200_keeps_its_reason(string caller, bool stream, int number, string words, int status)
    {
        var protocol = ProtocolCase.Named(caller);
        var reply = $$"""{"status_code":{{number}},"status_msg":"{{words}}"}""";
        string[] documents =
        [
            $$"""{"id":"x","object":"chat.completion","created":1,"model":"m","choices":null,"base_resp":{{reply}}}""",
            $$"""{"base_resp":{{reply}}}""",
            $$"""{"id":"x","choices":[],"usage":{"total_tokens":0},"input_sensitive":false,"base_resp": {{reply}} }""",
            $$"""{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":""},"finish_reason":"stop"}],"base_resp":{{reply}}}""",
        ];
        foreach (var document in documents)
        {
            foreach (var isFrame in new[] { false, true })
            {
                _gateway.Upstream.Reply(isFrame ? Raw("text/event-stream", $"data: {document}\n\n") : Raw("application/json", document));

                var (response, observed, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask("chat", stream));

                Assert.Equal(status, (int)response.StatusCode);
                Assert.Contains(words, observed.ErrorMessage, StringComparison.Ordinal);
                Assert.Contains($"({number})", observed.ErrorMessage, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    public async Task An_error_within_a_stream_ends_it_with_its_reason(string caller)
    {
        var protocol = ProtocolCase.Named(caller);
        var frames = RawStreams.Frames("chat").Take(RawStreams.FramesOfTexts("chat"));
        _gateway.Upstream.Reply(Raw("text/event-stream", string.Concat(frames) + "data: {\"id\":\"x\",\"choices\":[],\"base_resp\":{\"status_code\":1027,\"status_msg\":\"output new_sensitive\"}}\n\n"));

        var (_, observed, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask("chat", stream: true));

        Assert.Contains("output new_sensitive", observed.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat", false)]
    [InlineData("chat", true)]
    [InlineData("messages", false)]
    [InlineData("messages", true)]
    public async Task A_code_of_zero_is_no_error(string caller, bool stream)
    {
        const string fine = ",\"base_resp\":{\"status_code\":0,\"status_msg\":\"\"}}";
        var protocol = ProtocolCase.Named(caller);
        var chunks = string.Concat(RawStreams.Frames("chat").Select(frame => frame.Replace("}\n\n", fine + "\n\n", StringComparison.Ordinal)));
        const string whole = """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"one two "},"finish_reason":"stop"}]""" + fine;
        _gateway.Upstream.Reply(stream ? Raw("text/event-stream", chunks) : Raw("application/json", whole));

        var (response, observed, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask("chat", stream));

        Assert.True(response.IsSuccessStatusCode, observed.ErrorMessage);
        Assert.Equal(("one two ", protocol.Whole), (observed.Text, observed.StopReason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_face_of_Messages_keeps_the_reason_too(bool stream)
    {
        const string document = """{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}}""";
        _gateway.Upstream.Reply(stream ? Raw("text/event-stream", $"data: {document}\n\n") : Raw("application/json", document));

        using var response = await _gateway.Client.SendAsync(ProtocolCase.Messages.Ask("messages", stream, ""","max_tokens":5"""));

        Assert.Contains("insufficient balance (1008)", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["message"], StringComparison.Ordinal);
    }

    private static SimulatedRawResponse Raw(string type, string body) => SimulatedResponse.Raw(200, type, Encoding.UTF8.GetBytes(body));
}
