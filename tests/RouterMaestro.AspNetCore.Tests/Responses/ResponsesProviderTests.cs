using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Responses;

/// <summary>Callers that speak Chat and Messages, in front of a provider that speaks Responses.</summary>
public sealed class ResponsesProviderTests : IAsyncLifetime
{
    private const string Whole = """
        {"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"gpt-5","output":[
         {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Thinking."}],"encrypted_content":"c2VhbA=="},
         {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hello","annotations":[]}]},
         {"type":"function_call","id":"fc_1","call_id":"call_1","name":"get_time","arguments":"{\"zone\":\"CET\"}","status":"completed"}],
         "usage":{"input_tokens":12,"input_tokens_details":{"cached_tokens":2},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":17}}
        """;

    private TestGateway _gateway = null!;

    public static TheoryData<string, bool> Cells => new()
    {
        { "chat", false },
        { "chat", true },
        { "messages", false },
        { "messages", true },
    };

    public async Task InitializeAsync() =>
        _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Text_reasoning_calls_and_usage_arrive(string caller, bool stream)
    {
        _gateway.Upstream.Reply(stream ? Stream(Whole) : Unary(Whole));
        var protocol = ProtocolCase.Named(caller);
        var extra = (caller, stream) switch
        {
            ("chat", false) => ""","reasoning_effort":"low" """,
            ("chat", true) => ""","reasoning_effort":"low","stream_options":{"include_usage":true}""",
            _ => ""","max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":2000}""",
        };

        var (response, answer, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask("responses", stream, extra));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(answer.Problems);
        Assert.True(answer.IsComplete);
        Assert.Equal(("Hello", "Thinking.", "responses/simulated-model"), (answer.Text, answer.Reasoning, answer.Model));
        var call = Assert.Single(answer.ToolCalls);
        Assert.Equal(("get_time", """{"zone":"CET"}"""), (call.Name, call.Arguments));
        Assert.Equal(caller == "chat" ? "tool_calls" : "tool_use", answer.StopReason);
        Assert.Equal(5, answer.Usage?.Output);
        var asked = Assert.Single(_gateway.Received);
        Assert.Equal("/v1/responses", asked.Path);
        Assert.Equal(("simulated-model", stream), (asked.Model, asked.IsStream));
        Assert.False(asked.Json!.Value.GetProperty("store").GetBoolean());
    }

    [Fact]
    public async Task A_reasoning_signature_returns_only_to_its_provider()
    {
        _gateway.Upstream.Reply(Unary(Whole));
        using var first = ProtocolCase.Messages.Ask("responses", stream: false, ""","max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":2000}""");
        using var response = await _gateway.Client.SendAsync(first);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        var thinking = answer.RootElement.GetProperty("content")[0].GetRawText();
        var text = answer.RootElement.GetProperty("content")[1].GetRawText();

        foreach (var provider in new[] { "responses", "messages", "chat" })
        {
            _gateway.Upstream.Reset();
            _gateway.Upstream.Reply(provider == "responses" ? Unary(Whole) : SimulatedResponse.Text("ok"));
            using var second = ProtocolCase.Messages.Ask($$"""
                {"model":"{{provider}}/simulated-model","max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":2000},
                 "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{{thinking}},{{text}}]},{"role":"user","content":"sure?"}]}
                """);
            using var again = await _gateway.Client.SendAsync(second);

            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
            var sent = Encoding.UTF8.GetString(Assert.Single(_gateway.Received).Body.Span);
            Assert.DoesNotContain("rm1:", sent, StringComparison.Ordinal);
            Assert.Equal(provider == "responses", sent.Contains("c2VhbA==", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_failed_response_is_an_error(string caller, bool stream)
    {
        const string Failed = """{"id":"resp_1","object":"response","status":"failed","model":"m","output":[],"error":{"code":"server_error","message":"it broke"}}""";
        _gateway.Upstream.Reply(stream ? Stream(Failed) : Unary(Failed));
        var protocol = ProtocolCase.Named(caller);

        var (response, answer, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask("responses", stream));

        Assert.InRange((int)response.StatusCode, 500, 599);
        Assert.Contains("it broke", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    public async Task A_stream_that_ends_early_is_an_error(string caller)
    {
        var bytes = StreamOf(Whole);
        _gateway.Upstream.Reply(SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(bytes[..bytes.IndexOf("event: response.completed", StringComparison.Ordinal)]), 50));
        var protocol = ProtocolCase.Named(caller);

        var (response, answer, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask("responses", stream: true));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(answer.IsComplete);
        Assert.Equal("Hello", answer.Text);
        Assert.False(string.IsNullOrEmpty(answer.ErrorMessage));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Within_Responses_only_the_model_changes(bool stream)
    {
        _gateway.Upstream.Reply(stream ? Stream(Whole) : Unary(Whole));

        var reply = await ResponsesReply.AskAsync(_gateway, $$"""
            {"model":"responses/simulated-model","stream":{{(stream ? "true" : "false")}},"previous_response_id":"resp_0","background":true,"x_new":[1],"input":[{"type":"item_reference","id":"msg_0"}]}
            """);

        Assert.Equal(("completed", "Hello", "responses/simulated-model"), (reply.State, reply.Text, reply.Model));
        Assert.Equal(
            $$"""{"model":"simulated-model","stream":{{(stream ? "true" : "false")}},"previous_response_id":"resp_0","background":true,"x_new":[1],"input":[{"type":"item_reference","id":"msg_0"}]}""",
            Encoding.UTF8.GetString(Assert.Single(_gateway.Received).Body.Span).Trim());
    }

    private static SimulatedRawResponse Unary(string body) => SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(body));

    private static SimulatedRawResponse Stream(string body) => SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(StreamOf(body)), 100);

    /// <summary>Streams a response: item by item, each text in two deltas.</summary>
    private static string StreamOf(string body)
    {
        using var document = JsonDocument.Parse(body);
        var response = document.RootElement;
        var (frames, number) = (new StringBuilder(), 0);
        void Say(string type, string members) =>
            frames.Append(CultureInfo.InvariantCulture, $"event: {type}\ndata: {{\"type\":\"{type}\",\"sequence_number\":{number++},{members}}}\n\n");

        const string Opening = "\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"gpt-5\",\"output\":[]}";
        Say("response.created", Opening);
        Say("response.in_progress", Opening);
        var index = 0;
        foreach (var item in response.GetProperty("output").EnumerateArray())
        {
            var place = $"\"item_id\":{item.GetProperty("id").GetRawText()},\"output_index\":{index}";
            var (kind, text, head) = item.GetProperty("type").GetString() switch
            {
                "reasoning" => ("response.reasoning_summary_text", item.GetProperty("summary")[0].GetProperty("text"), "\"type\":\"reasoning\",\"summary\":[]"),
                "message" => ("response.output_text", item.GetProperty("content")[0].GetProperty("text"), "\"type\":\"message\",\"role\":\"assistant\",\"content\":[]"),
                _ => ("response.function_call_arguments", item.GetProperty("arguments"), $"\"type\":\"function_call\",\"call_id\":{item.GetProperty("call_id").GetRawText()},\"name\":{item.GetProperty("name").GetRawText()},\"arguments\":\"\""),
            };
            Say("response.output_item.added", $"\"output_index\":{index},\"item\":{{\"id\":{item.GetProperty("id").GetRawText()},{head}}}");
            foreach (var piece in text.GetString()!.Chunk(4))
            {
                Say(kind + ".delta", $"{place},\"content_index\":0,\"summary_index\":0,\"delta\":{JsonSerializer.Serialize(new string(piece))}");
            }

            Say("response.output_item.done", $"\"output_index\":{index++},\"item\":{item.GetRawText().Replace("\n", "", StringComparison.Ordinal)}");
        }

        Say("response." + response.GetProperty("status").GetString(), $"\"response\":{body.Replace("\n", "", StringComparison.Ordinal)}");
        return frames.ToString();
    }
}
