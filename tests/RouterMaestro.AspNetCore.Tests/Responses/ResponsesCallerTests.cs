using System.Net;
using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Responses;

/// <summary>A caller that speaks Responses, in front of providers that speak Chat and Messages, over real HTTP.</summary>
public sealed class ResponsesCallerTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>, IAsyncLifetime
{
    private readonly TestGateway _gateway = fixture.Gateway;

    public static TheoryData<string, bool> Cells => new()
    {
        { "chat", false },
        { "chat", true },
        { "messages", false },
        { "messages", true },
    };

    public Task InitializeAsync()
    {
        _gateway.Upstream.Reset();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Text_usage_and_model_arrive(string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("Hel", "lo \"Wörld\" ", "\n😀").WithUsage(12, 3, cacheRead: 5));

        var reply = await AskAsync(upstream, stream);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(("completed", $"{upstream}/simulated-model"), (reply.State, reply.Model));
        Assert.Equal("Hello \"Wörld\" \n😀", reply.Text);
        Assert.Equal(stream ? reply.Text : "", reply.Deltas("response.output_text.delta"));
        var usage = reply.Body.GetProperty("usage");
        Assert.Equal((17, 3, 20, 5), (Number(usage, "input_tokens"), Number(usage, "output_tokens"), Number(usage, "total_tokens"), Number(usage.GetProperty("input_tokens_details"), "cached_tokens")));
        Assert.Equal([upstream], reply.Http.Headers.GetValues("x-router-maestro-provider"));
        Assert.Equal([$"{upstream}/simulated-model"], reply.Http.Headers.GetValues("x-router-maestro-model"));
        Assert.Equal("simulated-model", Assert.Single(_gateway.Received).Model);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Parallel_tool_calls_arrive(string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("Looking.")
            .WithToolCall("get_weather", """{"city":"Köln","days":[1,2]}""", "call_1")
            .WithToolCall("get_time", "{}", "call_2")
            .Interleaved());

        var reply = await AskAsync(upstream, stream, """
            ,"tools":[{"type":"function","name":"get_weather","parameters":{"type":"object"}},{"type":"function","name":"get_time","parameters":null},{"type":"web_search"}]
            """);

        Assert.Equal(("completed", "Looking."), (reply.State, reply.Text));
        Assert.Equal([("call_1", "get_weather"), ("call_2", "get_time")], reply.Items("function_call").Select(c => (Text(c, "call_id"), Text(c, "name"))));
        Assert.Equal(["""{"city":"Köln","days":[1,2]}""", "{}"], reply.Items("function_call").Select(c => Text(c, "arguments")));
        Assert.Equal(2, Assert.Single(_gateway.Received).Json!.Value.GetProperty("tools").GetArrayLength());
        Assert.Contains("tools", Assert.Single(reply.Http.Headers.GetValues("x-router-maestro-dropped")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_custom_tool_is_called_with_free_text(string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.ToolCall("apply_patch", """{"input":"*** Begin \"Patch\"\n+ä\n"}"""));

        var reply = await AskAsync(upstream, stream, ""","tools":[{"type":"custom","name":"apply_patch","description":"Patches","format":{"type":"text"}}]""");

        var call = Assert.Single(reply.Output);
        Assert.Equal(("custom_tool_call", "apply_patch", "*** Begin \"Patch\"\n+ä\n"), (Text(call, "type"), Text(call, "name"), Text(call, "input")));
        Assert.Equal(stream ? "*** Begin \"Patch\"\n+ä\n" : "", reply.Deltas("response.custom_tool_call_input.delta"));
        var tool = Assert.Single(_gateway.Received).Json!.Value.GetProperty("tools")[0];
        Assert.Contains("\"input\"", tool.GetRawText(), StringComparison.Ordinal);

        // and its result reaches the provider
        _gateway.Upstream.Reset();
        _gateway.Upstream.Reply(SimulatedResponse.Echo());
        var second = await ResponsesReply.AskAsync(_gateway, $$"""
            {"model":"{{upstream}}/simulated-model","stream":{{(stream ? "true" : "false")}},"tools":[{"type":"custom","name":"apply_patch"}],
             "input":[{"role":"user","content":"go"},{{call.GetRawText()}},{"type":"custom_tool_call_output","call_id":"{{Text(call, "call_id")}}","output":"Done!"}]}
            """);
        Assert.Equal("completed", second.State);
        Assert.Contains("Done!", Assert.Single(_gateway.Received).Json!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_tool_of_a_namespace_is_called_by_its_own_name(string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.ToolCall("mcp__files__read", """{"path":"a"}"""));

        var reply = await AskAsync(upstream, stream, """
            ,"tools":[{"type":"namespace","name":"mcp__files","description":"Files","tools":[{"type":"function","name":"read","parameters":{"type":"object"}}]}]
            """);

        var call = Assert.Single(reply.Output);
        Assert.Equal(("function_call", "read", "mcp__files"), (Text(call, "type"), Text(call, "name"), Text(call, "namespace")));
        Assert.Contains("\"mcp__files__read\"", Assert.Single(_gateway.Received).Json!.Value.GetProperty("tools").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Reasoning_arrives_and_goes_back_with_its_signature(string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Empty.WithReasoning("Let me think.", "c2VhbA==").WithText("42"));

        var reply = await AskAsync(upstream, stream, ""","reasoning":{"effort":"low","summary":"auto"},"max_output_tokens":4000""");

        Assert.Equal(["reasoning", "message"], reply.Output.Select(i => Text(i, "type")));
        Assert.Equal("Let me think.", Text(reply.Output[0].GetProperty("summary")[0], "text"));
        Assert.Equal(stream ? "Let me think." : "", reply.Deltas("response.reasoning_summary_text.delta"));

        _gateway.Upstream.Reset();
        _gateway.Upstream.Reply(SimulatedResponse.Text("ok"));
        var items = string.Join(',', reply.Output.Select(i => i.GetRawText()));
        await ResponsesReply.AskAsync(_gateway, $$"""
            {"model":"{{upstream}}/simulated-model","reasoning":{"effort":"low"},"max_output_tokens":4000,
             "input":[{"role":"user","content":"hi"},{{items}},{"role":"user","content":"sure?"}]}
            """);
        var sent = Assert.Single(_gateway.Received).Json!.Value.GetProperty("messages")[1].GetRawText();
        Assert.DoesNotContain("rm1:", sent, StringComparison.Ordinal);
        if (upstream == "messages")
        {
            Assert.Contains("\"signature\":\"c2VhbA==\"", sent, StringComparison.Ordinal);
            Assert.Contains("Let me think.", sent, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_response_cut_at_the_token_limit_is_incomplete(string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("half").WithStop(SimulatedStop.Length));

        var reply = await AskAsync(upstream, stream);

        Assert.Equal(("incomplete", "half"), (reply.State, reply.Text));
        Assert.Equal("max_output_tokens", Text(reply.Body.GetProperty("incomplete_details"), "reason"));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_refused_request_comes_back_with_its_status(string upstream, bool stream)
    {
        foreach (var status in new[] { 400, 404, 429, 500, 503 })
        {
            _gateway.Upstream.Enqueue(SimulatedFault.Status(status, "the provider's own words", TimeSpan.FromSeconds(7)));

            var reply = await AskAsync(upstream, stream);

            Assert.Equal(status, (int)reply.Status);
            Assert.Contains("the provider's own words", reply.ErrorMessage, StringComparison.Ordinal);
            Assert.NotEmpty(Text(reply.Body.GetProperty("error"), "type")!);
        }
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    public async Task A_broken_stream_ends_in_one_failure(string upstream)
    {
        var whole = SimulatedResponse.Text("one ", "two ", "three ").DelayPieces(TimeSpan.FromMilliseconds(50));
        SimulatedStep[] broken = [whole.CutAfter(2), whole.CloseAfter(2), whole.MalformedAfter(2), whole.ErrorAfter(2)];
        foreach (var step in broken)
        {
            _gateway.Upstream.Enqueue(step);

            var reply = await AskAsync(upstream, stream: true);

            Assert.Equal(HttpStatusCode.OK, reply.Status);
            Assert.Equal("response.failed", reply.Events[^1].Name);
            Assert.StartsWith("one ", reply.Deltas("response.output_text.delta"), StringComparison.Ordinal);
            Assert.Equal("failed", reply.State);
            Assert.False(string.IsNullOrEmpty(reply.ErrorMessage));
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private Task<ResponsesReply> AskAsync(string upstream, bool stream, string extra = "") => ResponsesReply.AskAsync(
        _gateway, $$"""{"model":"{{upstream}}/simulated-model","stream":{{(stream ? "true" : "false")}},"input":"hi"{{extra}}}""");
}
