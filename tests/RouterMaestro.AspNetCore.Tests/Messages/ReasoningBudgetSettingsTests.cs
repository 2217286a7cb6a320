using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Messages;

/// <summary>What operators decide about thinking, through the front door.</summary>
public sealed class ReasoningBudgetSettingsTests : IAsyncDisposable
{
    private const string Hi = """ "messages":[{"role":"user","content":"hi"}]""";

    private TestGateway? _gateway;

    public static TheoryData<string, string, string, string?, string?> RequestExtras => new()
    {
        // caller, model, what is said, thinking to Messages, effort to Chat
        { "chat", "messages/claude-sonnet-4-5", ""","thinking":{"type":"enabled"}""", """{"type":"enabled","budget_tokens":5000}""", null },
        { "chat", "messages/claude-haiku-4-5", ""","thinking":{"type":"enabled"}""", """{"type":"enabled","budget_tokens":12000}""", null },
        { "chat", "messages/claude-sonnet-4-5", ""","thinking":{"type":"enabled"},"max_tokens":3000""", """{"type":"enabled","budget_tokens":2999}""", null },
        { "chat", "messages/claude-sonnet-4-5", ""","thinking":{"type":"enabled"},"max_tokens":1024""", null, null },
        { "chat", "messages/claude-sonnet-4-5", ""","reasoning_effort":"low" """, """{"type":"enabled","budget_tokens":1024}""", null },
        { "chat", "messages/claude-sonnet-4-5", ""","thinking":{"type":"disabled"}""", """{"type":"disabled"}""", null },
        { "chat", "messages/claude-sonnet-4-5", "", null, null },
        { "messages", "chat/x", ""","max_tokens":20000,"thinking":{"type":"adaptive"}""", """{"type":"enabled"}""", "high" },
        { "messages", "chat/small", ""","max_tokens":20000,"thinking":{"type":"adaptive"}""", """{"type":"enabled"}""", "medium" },
        { "messages", "chat/small", ""","max_tokens":20000,"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}""", """{"type":"enabled"}""", "low" },
        { "messages", "chat/x", ""","max_tokens":20000""", null, null },
    };

    [Theory]
    [MemberData(nameof(RequestExtras))]
    public async Task What_is_left_open_is_settled_for_each_model(string caller, string model, string said, string? thinking, string? effort)
    {
        await StartAsync(new ReasoningBudgetSettings { DefaultBudget = 12_000, ModelBudgets = [new("messages/claude-sonnet-4-5", 5000), new("small", 4096)] });

        await AskAsync(caller, model, said);

        var received = Received();
        Assert.True(JsonNode.DeepEquals(thinking is null ? null : JsonNode.Parse(thinking), received["thinking"]), received["thinking"]?.ToJsonString());
        Assert.Equal(effort, (string?)received["reasoning_effort"]);
    }

    [Theory]
    [InlineData("chat", "messages", false)]
    [InlineData("messages", "messages", false)]
    [InlineData("messages", "messages", true)]
    public async Task Thinking_can_come_unasked_and_is_not_shown_then(string caller, string upstream, bool stream)
    {
        await StartAsync(new ReasoningBudgetSettings { AutoEnable = true, ModelBudgets = [new("thinker", 2000)] });
        _gateway!.Upstream.When(_ => true).Reply(SimulatedResponse.Empty.WithReasoning("a thought", "sealed").WithText("answer"));
        var protocol = ProtocolCase.Named(caller);
        var body = $$"""{"model":"{{upstream}}/thinker","max_tokens":3000,"stream":{{(stream ? "true" : "false")}},{{Hi}}}""";

        var (response, answer, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(body));

        Assert.True(response.IsSuccessStatusCode);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"type":"enabled","budget_tokens":2000}"""), Received()["thinking"]));
        Assert.Equal(3000, (int?)Received()["max_tokens"]);
        Assert.Equal("answer", answer.Text);
        Assert.Empty(answer.Reasoning);
        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
    }

    [Fact]
    public async Task Thinking_that_comes_unasked_leaves_the_rest_of_a_request_of_the_same_protocol_as_it_was()
    {
        await StartAsync(new ReasoningBudgetSettings { AutoEnable = true, ModelBudgets = [new("thinker", 4096)] });
        _gateway!.Upstream.When(_ => true).Reply(SimulatedResponse.Empty.WithReasoning("a thought").WithText("answer"));

        var response = await AskAsync("chat", "chat/thinker", ""","seed":7,"logit_bias":{"5":1},"of_tomorrow":[{}]""");

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$$"""{"model":"thinker","seed":7,"logit_bias":{"5":1},"of_tomorrow":[{}],{{{Hi}}},"thinking":{"type":"enabled"},"reasoning_effort":"medium"}"""),
            Received()), Received().ToJsonString());
        Assert.DoesNotContain("a thought", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""","max_tokens":9000,"thinking":{"type":"disabled"}""")]
    [InlineData(""","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":1500}""")]
    [InlineData(""","max_tokens":1024""")]
    public async Task What_the_caller_says_or_has_no_room_for_passes_as_it_came(string said)
    {
        await StartAsync(new ReasoningBudgetSettings { AutoEnable = true, ModelBudgets = [new("thinker", 2000)] });

        await AskAsync("messages", "messages/thinker", said + ""","of_tomorrow":{ "kept" :1}""");

        var body = System.Text.Encoding.UTF8.GetString(Assert.Single(_gateway!.Received).Body.Span);
        Assert.Equal($$"""{"model":"thinker"{{said}},"of_tomorrow":{ "kept" :1},{{Hi}}}""", body);
    }

    [Fact]
    public async Task A_forced_tool_takes_the_unasked_thinking_away_and_nothing_is_lost()
    {
        await StartAsync(new ReasoningBudgetSettings { AutoEnable = true, ModelBudgets = [new("thinker", 2000)] });
        var said = ""","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"tool_choice":"required" """;

        var response = await AskAsync("chat", "messages/thinker", said);

        Assert.Null(Received()["thinking"]);
        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
    }

    [Fact]
    public async Task The_explanation_tells_that_the_bytes_will_not_pass_untouched()
    {
        await StartAsync(new ReasoningBudgetSettings { AutoEnable = true, ModelBudgets = [new("thinker", 2000)] });

        var response = await _gateway!.Client.PostAsync(
            "/api/admin/route/explain?protocol=messages", new StringContent($$"""{"model":"messages/thinker","max_tokens":3000,{{Hi}}}"""));
        var step = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["candidates"]![0]!;

        Assert.False((bool)step["passthrough"]!);
        Assert.Equal((true, 2000), ((bool)step["thinking"]!["auto"]!, (int)step["thinking"]!["budget"]!));
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }

    private async Task StartAsync(ReasoningBudgetSettings thinking) =>
        _gateway = await TestGateway.StartAsync(RoutingSettings.Default with { Reasoning = thinking });

    private async Task<HttpResponseMessage> AskAsync(string caller, string model, string said)
    {
        var response = await _gateway!.Client.SendAsync(ProtocolCase.Named(caller).Ask($$"""{"model":"{{model}}"{{said}},{{Hi}}}"""));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return response;
    }

    private JsonNode Received() => JsonNode.Parse(Assert.Single(_gateway!.Received).Body.Span)!;
}
