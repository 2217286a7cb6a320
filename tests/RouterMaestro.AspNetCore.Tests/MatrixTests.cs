using System.Net;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests;

/// <summary>Every caller's dialect against every provider's, streamed and not, over real HTTP.</summary>
public sealed class MatrixTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public static TheoryData<string, string, bool> Cells => Dialect.StreamMatrix();

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Text_usage_and_model_arrive(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedAnswer.Text("Hel", "lo \"Wörld\" ", "\n😀").WithUsage(12, 3));
        var dialect = Dialect.Named(caller);

        var (response, answer, _) = await dialect.SendAsync(_gateway.Client, dialect.Ask(upstream, stream, UsageAsked(caller, stream)));

        Assert.True(response.StatusCode == HttpStatusCode.OK, string.Join("\n", _gateway.Logs.All.Where(l => l.StartsWith("Error", StringComparison.Ordinal) || l.StartsWith("Warn", StringComparison.Ordinal))));
        Assert.Empty(answer.Problems);
        Assert.True(answer.IsComplete);
        Assert.Equal("Hello \"Wörld\" \n😀", answer.Text);
        Assert.Equal($"{upstream}/simulated-model", answer.Model);
        Assert.Equal((12, 3), (answer.Usage?.Input, answer.Usage?.Output));
        Assert.Equal(caller == "chat" ? "stop" : "end_turn", answer.StopReason);
        Assert.Equal(upstream, Header(response, "x-router-maestro-provider"));
        Assert.Equal($"{upstream}/simulated-model", Header(response, "x-router-maestro-model"));
        Assert.Equal("1", Header(response, "x-router-maestro-attempts"));
        Assert.Equal(Header(response, "x-request-id"), Header(response, "x-router-maestro-request-id"));
        Assert.Equal("simulated-model", Assert.Single(_gateway.Asked).Model);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Parallel_tool_calls_arrive(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedAnswer.Text("Looking.")
            .WithToolCall("get_weather", """{"city":"Köln","days":[1,2]}""")
            .WithToolCall("get_time", "{}"));
        var dialect = Dialect.Named(caller);

        var (_, answer, _) = await dialect.SendAsync(_gateway.Client, dialect.Ask(upstream, stream, Tools(caller)));

        Assert.Empty(answer.Problems);
        Assert.Equal(["get_weather", "get_time"], answer.ToolCalls.Select(c => c.Name));
        Assert.Equal(2, answer.ToolCalls.Select(c => c.Id).Distinct().Count());
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(
            System.Text.Json.Nodes.JsonNode.Parse("""{"city":"Köln","days":[1,2]}"""), System.Text.Json.Nodes.JsonNode.Parse(answer.ToolCalls[0].Arguments)));
        Assert.Equal(caller == "chat" ? "tool_calls" : "tool_use", answer.StopReason);
        Assert.Equal(2, Assert.Single(_gateway.Asked).Json!.Value.GetProperty("tools").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Reasoning_that_was_asked_for_arrives(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedAnswer.Empty.WithReasoning("Let me think.").WithText("42"));
        var dialect = Dialect.Named(caller);
        var extra = caller == "chat"
            ? ""","reasoning_effort":"low","max_tokens":4000"""
            : ""","max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":2000}""";

        var (_, answer, _) = await dialect.SendAsync(_gateway.Client, dialect.Ask(upstream, stream, extra));

        Assert.Empty(answer.Problems);
        Assert.Equal("Let me think.", answer.Reasoning);
        Assert.Equal("42", answer.Text);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task An_image_reaches_the_provider(string caller, string upstream, bool stream)
    {
        const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        var dialect = Dialect.Named(caller);
        var image = caller == "chat"
            ? $$$"""{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Png}}}"}}"""
            : $$$"""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{Png}}}"}}""";
        var json = $$"""
            {"model":"{{upstream}}/simulated-model","max_tokens":50,"stream":{{(stream ? "true" : "false")}},
             "messages":[{"role":"user","content":[{"type":"text","text":"what is it?"},{{image}}]}]}
            """;

        var (_, answer, _) = await dialect.SendAsync(_gateway.Client, dialect.Ask(json));

        Assert.Empty(answer.Problems);
        var received = Assert.Single(_gateway.Asked);
        Assert.Contains(Png, received.Json!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(upstream == "chat" ? WireProtocol.OpenAIChat : WireProtocol.AnthropicMessages, received.Dialect);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task An_absent_max_tokens_is_filled_only_toward_anthropic(string caller, string upstream, bool stream)
    {
        var dialect = Dialect.Named(caller);
        (await _gateway.Client.GetAsync(new Uri("/v1/models", UriKind.Relative))).EnsureSuccessStatusCode();
        foreach (var (model, expected) in new[] { ("simulated-model", 64_000), ("unlisted", 4096) })
        {
            var json = $$"""{"model":"{{upstream}}/{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";
            var (response, _, _) = await dialect.SendAsync(_gateway.Client, dialect.Ask(json));

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var received = _gateway.Asked[^1].Json!.Value;
            Assert.Equal(upstream == "messages", received.TryGetProperty("max_tokens", out var maxTokens));
            Assert.True(upstream == "chat" || maxTokens.GetInt32() == expected, maxTokens.ToString());
        }
    }

    private static string UsageAsked(string caller, bool stream) =>
        caller == "chat" && stream ? ""","stream_options":{"include_usage":true}""" : "";

    private static string Tools(string caller) => caller == "chat"
        ? ""","tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object"}}},{"type":"function","function":{"name":"get_time"}}]"""
        : ""","tools":[{"name":"get_weather","input_schema":{"type":"object"}},{"name":"get_time","input_schema":{"type":"object"}}]""";

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
