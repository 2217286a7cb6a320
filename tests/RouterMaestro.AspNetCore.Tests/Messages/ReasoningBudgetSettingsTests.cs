using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Messages;

/// <summary>The settings of reasoning budgets, over HTTP.</summary>
public sealed class ReasoningBudgetSettingsTests : IAsyncDisposable
{
    private const string Hi = """ "messages":[{"role":"user","content":"hi"}]""";

    private TestGateway? _gateway;

    public static TheoryData<string, string, string, string?, string?> RequestExtras => new()
    {
        // caller, model, members of the request, `thinking` sent to Messages, effort sent to Chat
        { "chat", "messages/claude-sonnet-4-5", ""","thinking":{"type":"enabled"}""", """{"type":"enabled","budget_tokens":5000}""", null },
        { "chat", "messages/claude-haiku-4-5", ""","thinking":{"type":"enabled"}""", """{"type":"enabled","budget_tokens":12000}""", null },
        { "chat", "messages/claude-sonnet-4-5", ""","thinking":{"type":"enabled"},"max_tokens":3000""", """{"type":"enabled","budget_tokens":2400}""", null },
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
    public async Task Unset_reasoning_budgets_are_resolved_for_each_model(string caller, string model, string said, string? thinking, string? effort)
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
    public async Task Reasoning_can_be_enabled_by_settings_and_is_then_hidden(string caller, string upstream, bool stream)
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
    public async Task Reasoning_enabled_by_settings_changes_nothing_else_in_a_request_of_the_same_protocol()
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
    public async Task Explicit_reasoning_and_small_token_limits_pass_unchanged(string said)
    {
        await StartAsync(new ReasoningBudgetSettings { AutoEnable = true, ModelBudgets = [new("thinker", 2000)] });

        await AskAsync("messages", "messages/thinker", said + ""","of_tomorrow":{ "kept" :1}""");

        var body = System.Text.Encoding.UTF8.GetString(Assert.Single(_gateway!.Received).Body.Span);
        Assert.Equal($$"""{"model":"thinker"{{said}},"of_tomorrow":{ "kept" :1},{{Hi}}}""", body);
    }

    [Fact]
    public async Task A_forced_tool_disables_reasoning_enabled_by_settings_without_a_loss()
    {
        await StartAsync(new ReasoningBudgetSettings { AutoEnable = true, ModelBudgets = [new("thinker", 2000)] });
        var said = ""","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"tool_choice":"required" """;

        var response = await AskAsync("chat", "messages/thinker", said);

        Assert.Null(Received()["thinking"]);
        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
    }

    [Fact]
    public async Task The_explanation_says_that_reasoning_enabled_by_settings_is_no_passthrough()
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
