using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>The reasoning effort that is sent (wire facts 12.2), by what is known of a model.</summary>
public sealed class CopilotEffortTests
{
    public static TheoryData<string, string, string?> Families => new()
    {
        // these refuse every effort
        { "claude-haiku-4.5", "high", null },
        { "claude-3.5-haiku", "high", null },
        { "claude-3.7-sonnet", "low", null },
        { "claude-sonnet-4", "high", null },
        { "claude-sonnet-4.5", "high", null },
        { "claude-opus-4.1", "max", null },
        { "claude-opus-41", "max", null },
        { "claude-opus-4-5-20251101", "low", null },
        { "claude-sonnet-4-20250514", "low", null },
        { "gpt-4.1", "high", null },
        { "gpt-4o-2024-11-20", "minimal", null },
        { "gemini-2.5-pro", "medium", null },

        // these reason, with the efforts of their family
        { "claude-opus-4.6", "medium", "medium" },
        { "claude-opus-4.8", "xhigh", "high" },
        { "claude-opus-4-7", "max", "high" },
        { "claude-sonnet-4.6", "max", "high" },
        { "claude-sonnet-4.6", "minimal", "low" },
        { "gpt-5.2", "max", "xhigh" },
        { "gpt-5.2", "xhigh", "xhigh" },
        { "gpt-5", "minimal", "minimal" },
        { "gpt-5.9", "low", "low" },
        { "o3", "max", "xhigh" },
        { "o4-mini", "high", "high" },
        { "o1", "medium", "medium" },

        // nothing is known of these
        { "claude-opus-5", "max", "high" },
        { "claude-sonnet-4.10", "xhigh", "high" },
        { "grok-code-fast-1", "xhigh", "high" },
        { "grok-code-fast-1", "max", "high" },
        { "gemini-3-pro", "low", "low" },
        { "ocelot", "medium", "medium" },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Without_a_catalog_the_family_decides(string model, string asked, string? sent)
    {
        await using var gateway = await CopilotGateway.StartAsync(prepare: copilot =>
        {
            copilot.Models = [Unstated(model)];
            copilot.When(SimulatedOperation.Models).Reply(SimulatedFault.Status(503));
        });

        Assert.Equal(sent, await SentAsync(gateway, model, asked));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task An_entry_that_names_no_efforts_says_as_little_as_no_entry(string model, string asked, string? sent)
    {
        await using var gateway = await CopilotGateway.StartAsync(prepare: copilot => copilot.Models = [Unstated(model)]);
        await gateway.ListAsync();

        Assert.Equal(sent, await SentAsync(gateway, model, asked));
    }

    [Theory]
    [InlineData("max", "high")]
    [InlineData("xhigh", "high")]
    [InlineData("medium", "medium")]
    [InlineData("low", "medium")]
    [InlineData("minimal", "medium")]
    [InlineData("none", null)]
    public async Task The_efforts_of_the_catalog_come_before_those_of_the_family(string asked, string? sent)
    {
        await using var gateway = await CopilotGateway.StartAsync(
            prepare: copilot => copilot.Models = [new("gpt-5.4") { ReasoningEfforts = ["medium", "high"] }, new CopilotModel("claude-opus-4.6").WithMember("capabilities.supports.reasoning_effort", "[]")]);
        await gateway.ListAsync();

        Assert.Equal(sent, await SentAsync(gateway, "gpt-5.4", asked));
        Assert.Null(await SentAsync(gateway, "claude-opus-4.6", asked));
    }

    [Theory]
    [InlineData("gpt-5.4", 500, "low")]
    [InlineData("gpt-5.4", 20000, "xhigh")]
    [InlineData("gpt-5.4", 32768, "xhigh")]
    [InlineData("claude-opus-4.6", 500, "low")]
    [InlineData("claude-opus-4.6", 4096, "medium")]
    [InlineData("claude-opus-4.6", 20000, "high")]
    [InlineData("grok-code-fast-1", 20000, "high")]
    [InlineData("gpt-4.1", 4096, null)]
    public async Task A_budget_becomes_an_effort_of_the_family(string model, int budget, string? sent)
    {
        await using var gateway = await CopilotGateway.StartAsync(prepare: copilot => copilot.Models = [Unstated(model)]);
        await gateway.ListAsync();

        Assert.Equal(sent, await SentAsync(gateway, model, budget));
    }

    [Theory]
    [InlineData(500, "minimal")]
    [InlineData(1024, "low")]
    [InlineData(20000, "high")]
    public async Task A_budget_becomes_an_effort_of_the_catalog(int budget, string sent)
    {
        await using var gateway = await CopilotGateway.StartAsync(prepare: copilot => copilot.Models = [new("gpt-5-mini") { ReasoningEfforts = ["minimal", "low", "medium", "high"] }]);
        await gateway.ListAsync();

        Assert.Equal(sent, await SentAsync(gateway, "gpt-5-mini", budget));
    }

    [Fact]
    public async Task An_effort_that_is_not_sent_is_named_and_explained()
    {
        await using var gateway = await CopilotGateway.StartAsync(prepare: copilot => copilot.Models = [Unstated("gpt-4.1")]);
        await gateway.ListAsync();
        const string Body = """{"model":"github-copilot/gpt-4.1","store":false,"reasoning":{"effort":"high"},"input":"hi"}""";

        using var content = new StringContent(Body, System.Text.Encoding.UTF8, "application/json");
        using var response = await gateway.Client.PostAsync(new Uri("v1/responses", UriKind.Relative), content);

        Assert.Contains("reasoning_effort", string.Join(',', response.Headers.GetValues("x-router-maestro-dropped")), StringComparison.Ordinal);
        Assert.Contains("reasoning_effort", (await gateway.AdminAsync(HttpMethod.Post, "route/explain", Body)).ToJsonString(), StringComparison.Ordinal);
    }

    // the entry says nothing of efforts, and Copilot takes any
    private static CopilotModel Unstated(string model) => new(model) { ReasoningEfforts = null };

    private static async Task<string?> SentAsync(CopilotGateway gateway, string model, string effort)
    {
        var (status, body) = await gateway.RunAsync(gateway.PostAsync(
            "v1/responses", $$$"""{"model":"github-copilot/{{{model}}}","store":false,"reasoning":{"effort":"{{{effort}}}"},"input":"hi"}"""));

        Assert.True(status == 200, body);
        return Sent(gateway);
    }

    private static async Task<string?> SentAsync(CopilotGateway gateway, string model, int budget)
    {
        var (status, body) = await gateway.RunAsync(gateway.PostAsync("v1/messages", $$$"""
            {"model":"github-copilot/{{{model}}}","max_tokens":{{{budget + 1000}}},"thinking":{"type":"enabled","budget_tokens":{{{budget}}}},"messages":[{"role":"user","content":"hi"}]}
            """));

        Assert.True(status == 200, body);
        return Sent(gateway);
    }

    private static string? Sent(CopilotGateway gateway)
    {
        var call = gateway.Copilot.Calls[^1];
        Assert.EndsWith("/chat/completions", call.Path, StringComparison.Ordinal);
        return call.Json!.Value.TryGetProperty("reasoning_effort", out var effort) ? effort.GetString() : null;
    }
}
