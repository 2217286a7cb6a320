using System.Net;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>Every caller's protocol against every provider's, streamed and not, over real HTTP.</summary>
public sealed class MatrixTests : IClassFixture<GatewayFixture>
{
    private readonly TestGateway _gateway;

    public MatrixTests(GatewayFixture fixture)
    {
        _gateway = fixture.Gateway;
        _gateway.Upstream.Reset();
    }

    public static TheoryData<string, string, bool> Cells => ProtocolCase.StreamMatrix();

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Text_usage_and_model_arrive(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("Hel", "lo \"Wörld\" ", "\n😀").WithUsage(12, 3, cacheRead: 5));
        var protocol = ProtocolCase.Named(caller);

        var (response, answer, transcript) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream, protocol.Usage(stream)));

        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ErrorMessage);
        Assert.Empty(answer.Problems);
        Assert.True(answer.IsComplete);
        Assert.Equal(stream, transcript is not null);
        Assert.Equal("Hello \"Wörld\" \n😀", answer.Text);
        Assert.Equal($"{upstream}/simulated-model", answer.Model);
        Assert.Equal(new SimulatedUsage(12, 3, CacheRead: 5), answer.Usage);
        Assert.Equal(protocol.Whole, answer.StopReason);
        Assert.Equal(upstream, Header(response, "x-router-maestro-provider"));
        Assert.Equal($"{upstream}/simulated-model", Header(response, "x-router-maestro-model"));
        Assert.Equal("1", Header(response, "x-router-maestro-attempts"));
        Assert.Equal(Header(response, "x-request-id"), Header(response, "x-router-maestro-request-id"));
        var received = Assert.Single(_gateway.Received);
        Assert.Equal(("simulated-model", upstream, stream), (received.Model, received.Protocol.Name, received.IsStream));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Parallel_tool_calls_arrive(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("Looking.")
            .WithToolCall("get_weather", """{"city":"Köln","days":[1,2]}""")
            .WithToolCall("get_time", "{}")
            .Interleaved());
        var protocol = ProtocolCase.Named(caller);

        var (_, answer, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream, protocol.Tools()));

        Assert.Empty(answer.Problems);
        Assert.Equal("Looking.", answer.Text);
        Assert.Equal(["get_weather", "get_time"], answer.ToolCalls.Select(c => c.Name));
        Assert.Equal(2, answer.ToolCalls.Select(c => c.Id).Distinct().Count());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"city":"Köln","days":[1,2]}"""), JsonNode.Parse(answer.ToolCalls[0].Arguments)));
        Assert.Equal("{}", answer.ToolCalls[1].Arguments);
        Assert.Equal(protocol.Calling, answer.StopReason);
        Assert.Equal(["get_weather", "get_time"], Assert.Single(_gateway.Received).Content.Tools);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Tool_results_reach_the_provider(string caller, string upstream, bool stream)
    {
        var protocol = ProtocolCase.Named(caller);

        var (_, answer, _) = await protocol.SendAsync(_gateway.Client, protocol.AskAll(upstream, stream, protocol.Round(), protocol.Tools()));

        Assert.Null(answer.ErrorMessage);
        Assert.Empty(answer.Problems);
        Assert.Equal("model=simulated-model tools=get_weather,get_time results=18 °C | noon text=Weather?", answer.Text);
        Assert.Contains("Looking.", Assert.Single(_gateway.Received).Json!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Reasoning_that_was_asked_for_arrives(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Empty.WithReasoning("Let me think.").WithText("42"));
        var protocol = ProtocolCase.Named(caller);

        var (_, answer, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream, protocol.Reasoning()));

        Assert.Empty(answer.Problems);
        Assert.Equal("Let me think.", answer.Reasoning);
        Assert.Equal("42", answer.Text);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task An_image_reaches_the_provider(string caller, string upstream, bool stream)
    {
        var protocol = ProtocolCase.Named(caller);

        var (_, answer, _) = await protocol.SendAsync(
            _gateway.Client, protocol.AskAll(upstream, stream, protocol.Picture("what is it?"), protocol.MaxTokens(50)));

        Assert.Empty(answer.Problems);
        Assert.Equal("model=simulated-model images=1 text=what is it?", answer.Text);
        var received = Assert.Single(_gateway.Received);
        Assert.Contains(RequestExtras.Png, received.Json!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(upstream, received.Protocol.Name);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_response_cut_at_the_token_limit_says_so(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("half").WithStop(SimulatedStop.Length));
        var protocol = ProtocolCase.Named(caller);

        var (_, answer, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream));

        Assert.Empty(answer.Problems);
        Assert.Equal("half", answer.Text);
        Assert.Equal(caller switch { "chat" => "length", "messages" => "max_tokens", _ => "max_output_tokens" }, answer.StopReason);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_refusal_has_the_form_of_the_callers_protocol(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Refusal("I can't help with that."));
        var protocol = ProtocolCase.Named(caller);

        var (response, answer, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(answer.Problems);
        Assert.True(answer.IsComplete);
        // a Messages provider sends a refusal as a stop reason without text, and a Messages caller gets a refusal as plain text
        var (text, stop) = (upstream == "messages" ? "" : "I can't help with that.", upstream == "messages");
        Assert.Equal(caller == "messages" ? ("", text) : (text, ""), (answer.Refusal, answer.Text));
        Assert.Equal(stop ? caller == "messages" ? "refusal" : "content_filter" : protocol.Whole, answer.StopReason);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task An_absent_max_tokens_is_added_only_for_Anthropic(string caller, string upstream, bool stream)
    {
        var protocol = ProtocolCase.Named(caller);
        (await _gateway.Client.GetAsync(new Uri("/v1/models", UriKind.Relative))).EnsureSuccessStatusCode();
        foreach (var (model, expected) in new[] { ("simulated-model", 64_000), ("unlisted", 4096) })
        {
            var (response, _, _) = await protocol.SendAsync(
                _gateway.Client, protocol.AskAll(upstream, stream, """{"role":"user","content":"hi"}""", model: model));

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var received = _gateway.Received[^1].Json!.Value;
            Assert.Equal(upstream == "messages", received.TryGetProperty("max_tokens", out var maxTokens));
            Assert.True(upstream != "messages" || maxTokens.GetInt32() == expected, maxTokens.ToString());
            Assert.False(received.TryGetProperty("max_output_tokens", out _));
        }
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
